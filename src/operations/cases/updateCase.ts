// UpdateCase: not built yet.
import { write } from '../operation.ts'

export const updateCase = write('UpdateCase', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UpdateCase is not built')
  },
})
