// GetLayout: not built yet.
import { read } from '../operation.ts'

export const getLayout = read('GetLayout', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('GetLayout is not built')
  },
})
