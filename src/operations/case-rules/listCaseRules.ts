// ListCaseRules: not built yet.
import { read } from '../operation.ts'

export const listCaseRules = read('ListCaseRules', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListCaseRules is not built')
  },
})
