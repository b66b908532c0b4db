// BatchPutFieldOptions: not built yet.
import { write } from '../operation.ts'

export const batchPutFieldOptions = write('BatchPutFieldOptions', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('BatchPutFieldOptions is not built')
  },
})
