// CreateDomain: not built yet.
import { writeAccount } from '../operation.ts'

export const createDomain = writeAccount('CreateDomain', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateDomain is not built')
  },
})
