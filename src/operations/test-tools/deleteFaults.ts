// DeleteFaults: all faults go, or those of one operation (B-1123).
import { control } from '../operation.ts'
import { toolChecks } from './tools.ts'

export const deleteFaults = control('DeleteFaults', {
  checks: toolChecks('DeleteFaults'),
  run: ({ input }, { faults }) => {
    faults.clear(input.operation)
    return {}
  },
})
