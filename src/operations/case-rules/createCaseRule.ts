// CreateCaseRule: not built yet.
import { write } from '../operation.ts'

export const createCaseRule = write('CreateCaseRule', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateCaseRule is not built')
  },
})
