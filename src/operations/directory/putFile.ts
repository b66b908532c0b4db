// PutFile: not built yet.
import { writeAccount } from '../operation.ts'

export const putFile = writeAccount('PutFile', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('PutFile is not built')
  },
})
