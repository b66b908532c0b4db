// CreateCase: not built yet.
import { write } from '../operation.ts'

export const createCase = write('CreateCase', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateCase is not built')
  },
})
