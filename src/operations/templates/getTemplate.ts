// GetTemplate: not built yet.
import { read } from '../operation.ts'

export const getTemplate = read('GetTemplate', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('GetTemplate is not built')
  },
})
