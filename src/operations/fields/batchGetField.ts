// BatchGetField: not built yet.
import { read } from '../operation.ts'

export const batchGetField = read('BatchGetField', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('BatchGetField is not built')
  },
})
