// CreateTemplate: not built yet.
import { write } from '../operation.ts'

export const createTemplate = write('CreateTemplate', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateTemplate is not built')
  },
})
