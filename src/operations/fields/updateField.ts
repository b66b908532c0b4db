// UpdateField: not built yet.
import { write } from '../operation.ts'

export const updateField = write('UpdateField', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UpdateField is not built')
  },
})
