// GetCaseEventConfiguration: not built yet.
import { read } from '../operation.ts'

export const getCaseEventConfiguration = read('GetCaseEventConfiguration', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('GetCaseEventConfiguration is not built')
  },
})
