// DeleteLayout: not built yet.
import { write } from '../operation.ts'

export const deleteLayout = write('DeleteLayout', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('DeleteLayout is not built')
  },
})
