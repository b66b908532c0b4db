// UpdateRelatedItem: not built yet.
import { write } from '../operation.ts'

export const updateRelatedItem = write('UpdateRelatedItem', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UpdateRelatedItem is not built')
  },
})
