// ListDomains: not built yet.
import { readAccount } from '../operation.ts'

export const listDomains = readAccount('ListDomains', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListDomains is not built')
  },
})
