// UpdateLayout: not built yet.
import { write } from '../operation.ts'

export const updateLayout = write('UpdateLayout', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('UpdateLayout is not built')
  },
})
