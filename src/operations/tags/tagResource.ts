// TagResource: not built yet.
import { writeAccount } from '../operation.ts'

export const tagResource = writeAccount('TagResource', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('TagResource is not built')
  },
})
