// UntagResource: not built yet.
import { writeAccount } from '../operation.ts'

export const untagResource = writeAccount('UntagResource', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UntagResource is not built')
  },
})
