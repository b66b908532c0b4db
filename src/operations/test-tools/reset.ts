// Reset: an empty server between two tests; access keys stay, and so does the time (B-1110).
import { control } from '../operation.ts'
import { toolChecks } from './tools.ts'

export const reset = control('Reset', {
  checks: toolChecks('Reset'),
  run: async (_, tools) => {
    await tools.reset()
    tools.faults.clear()
    return {}
  },
})
