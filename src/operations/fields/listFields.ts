// ListFields: not built yet.
import { read } from '../operation.ts'

export const listFields = read('ListFields', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListFields is not built')
  },
})
