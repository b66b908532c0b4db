// ListCasesForContact: not built yet.
import { read } from '../operation.ts'

export const listCasesForContact = read('ListCasesForContact', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListCasesForContact is not built')
  },
})
