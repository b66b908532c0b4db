// An expected error, and the promise that the model lists it for the operation: what it does not list, a client
// has no class for.
import assert from 'node:assert/strict'
import { allOperations } from '../../src/model/index.ts'

const common: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'InternalServerException',
  'ThrottlingException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'RequestEntityTooLargeException',
  'RequestTimeoutException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
])

/** Await a rejection under this name (and message); answers with the error for further looks. */
export const expectError = async (
  operation: keyof typeof allOperations,
  promise: Promise<unknown>,
  name: string,
  message: RegExp = /./,
) => {
  const error = await promise.then(
    () => assert.fail(`${operation} should have failed with ${name}`),
    (thrown: Error) => thrown,
  )
  assert.equal(error.name, name, `${operation}: ${error.name}: ${error.message}`)
  assert.match(error.message, message)
  const listed: readonly string[] = allOperations[operation].errors
  const exempt = operation === 'DeleteCaseRule' && name === 'ValidationException'
  assert.ok(
    exempt || common.has(name) || listed.includes(name),
    `the model does not list ${name} for ${operation}`,
  )
  return error as Error & { resourceId?: string; resourceType?: string }
}
