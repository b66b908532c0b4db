// CreateRelatedItem: not built yet.
import { write } from '../operation.ts'

export const createRelatedItem = write('CreateRelatedItem', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateRelatedItem is not built')
  },
})
