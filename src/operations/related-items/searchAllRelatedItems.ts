// SearchAllRelatedItems: not built yet.
import { read } from '../operation.ts'

export const searchAllRelatedItems = read('SearchAllRelatedItems', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('SearchAllRelatedItems is not built')
  },
})
