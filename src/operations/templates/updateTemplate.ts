// UpdateTemplate: not built yet.
import { write } from '../operation.ts'

export const updateTemplate = write('UpdateTemplate', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UpdateTemplate is not built')
  },
})
