// DeleteDomain: not built yet.
import { write } from '../operation.ts'

export const deleteDomain = write('DeleteDomain', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteDomain is not built')
  },
})
