// CreateField: not built yet.
import { write } from '../operation.ts'

export const createField = write('CreateField', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateField is not built')
  },
})
