// ListTemplates: not built yet.
import { read } from '../operation.ts'

export const listTemplates = read('ListTemplates', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListTemplates is not built')
  },
})
