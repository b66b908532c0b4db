// DeleteTemplate: not built yet.
import { write } from '../operation.ts'

export const deleteTemplate = write('DeleteTemplate', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteTemplate is not built')
  },
})
