// PutFault: make an operation fail, or slow, so that a test can see what its client does (B-1120 to B-1123).
import { type ErrorName, statuses, validation } from '../../errors.ts'
import { allOperations, testTools } from '../../model/index.ts'
import { control } from '../operation.ts'
import { faultsMax } from './faults.ts'
import { toolChecks } from './tools.ts'

export const putFault = control('PutFault', {
  checks: toolChecks('PutFault'),
  run: ({ input, newId }, { faults }) => {
    const { operation, error, every = 1, when = 'before', ...more } = input
    if (!Object.hasOwn(allOperations, operation) || Object.hasOwn(testTools, operation)) {
      throw validation(
        'The operation must be one that this server performs, tools for tests aside.',
      )
    }
    if (error !== undefined && !isErrorName(error)) {
      throw validation(`The error must be one of ${Object.keys(statuses).join(', ')}.`)
    }
    if (error === undefined && more.latencyMs === undefined) {
      throw validation('A fault has an error, a latencyMs, or both.')
    }
    if (faults.list().length >= faultsMax) {
      throw validation(`There are ${faultsMax} faults; delete some before adding more.`)
    }
    const faultId = newId()
    const named = error === undefined ? {} : { error }
    faults.put({ faultId, operation, ...named, every, when, ...more })
    return { faultId }
  },
})

const isErrorName = (name: string): name is ErrorName => Object.hasOwn(statuses, name)
