// DeleteCase: not built yet.
import { write } from '../operation.ts'

export const deleteCase = write('DeleteCase', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteCase is not built')
  },
})
