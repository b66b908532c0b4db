// GetMetrics: whether the caller may have them; `src/metrics.ts` has them.
import { readAccount } from '../operation.ts'

export const getMetrics = readAccount('GetMetrics', {
  checks: () => [{ action: 'opencases:GetMetrics', resource: '*' }],
  load: () => ({}),
  answer: () => ({}),
})
