// ListLayouts: not built yet.
import { read } from '../operation.ts'

export const listLayouts = read('ListLayouts', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListLayouts is not built')
  },
})
