// CreateLayout: not built yet.
import { write } from '../operation.ts'

export const createLayout = write('CreateLayout', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('CreateLayout is not built')
  },
})
