// BatchGetCaseRule: not built yet.
import { read } from '../operation.ts'

export const batchGetCaseRule = read('BatchGetCaseRule', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('BatchGetCaseRule is not built')
  },
})
