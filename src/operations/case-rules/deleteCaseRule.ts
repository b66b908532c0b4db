// DeleteCaseRule: not built yet.
import { write } from '../operation.ts'

export const deleteCaseRule = write('DeleteCaseRule', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteCaseRule is not built')
  },
})
