// ListTagsForResource: not built yet.
import { readAccount } from '../operation.ts'

export const listTagsForResource = readAccount('ListTagsForResource', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListTagsForResource is not built')
  },
})
