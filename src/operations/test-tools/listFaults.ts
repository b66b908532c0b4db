// ListFaults: the faults that there are, with how often they struck (B-1123).
import { control } from '../operation.ts'
import { toolChecks } from './tools.ts'

export const listFaults = control('ListFaults', {
  checks: toolChecks('ListFaults'),
  run: (_, { faults }) => ({ faults: [...faults.list()] }),
})
