// PutCaseEventConfiguration: not built yet.
import { write } from '../operation.ts'

export const putCaseEventConfiguration = write('PutCaseEventConfiguration', {
  checks: () => [],
  load: () => ({}),
  decide: () => {
    throw new Error('PutCaseEventConfiguration is not built')
  },
})
