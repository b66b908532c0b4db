// DeleteField: not built yet.
import { write } from '../operation.ts'

export const deleteField = write('DeleteField', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteField is not built')
  },
})
