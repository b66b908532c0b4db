// PutContact: not built yet.
import { writeAccount } from '../operation.ts'

export const putContact = writeAccount('PutContact', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('PutContact is not built')
  },
})
