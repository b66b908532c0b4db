// UpdateCaseRule: not built yet.
import { write } from '../operation.ts'

export const updateCaseRule = write('UpdateCaseRule', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UpdateCaseRule is not built')
  },
})
