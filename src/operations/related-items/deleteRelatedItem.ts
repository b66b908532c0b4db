// DeleteRelatedItem: not built yet.
import { write } from '../operation.ts'

export const deleteRelatedItem = write('DeleteRelatedItem', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteRelatedItem is not built')
  },
})
