// SearchRelatedItems: not built yet.
import { read } from '../operation.ts'

export const searchRelatedItems = read('SearchRelatedItems', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('SearchRelatedItems is not built')
  },
})
