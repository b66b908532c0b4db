// Expecting errors of the API. Every one is also held against the model: an operation answers with the errors
// that it lists and no others.
import assert from 'node:assert/strict'
import type { ConnectCasesClient } from '@aws-sdk/client-connectcases'
import type { ErrorName } from '../../src/errors.ts'
import { allOperations } from '../../src/model/index.ts'

/** Modelled by every operation, or answered before an operation is known (B-030). */
const common: ReadonlySet<string> = new Set<ErrorName>([
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InternalServerException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'RequestEntityTooLargeException',
  'RequestTimeoutException',
  'SerializationException',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
])

const operationOf = new WeakMap<object, string>()

/** Make a client note, on each error, which operation it came from. */
export const noteOperations = (client: { readonly middlewareStack: object }): void => {
  // Each SDK has a type of its own for what is the same.
  const stack = client.middlewareStack as ConnectCasesClient['middlewareStack']
  stack.add(
    (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        if (error instanceof Error) {
          operationOf.set(error, String(context.commandName).replace(/Command$/, ''))
        }
        throw error
      }
    },
    { step: 'initialize', priority: 'high', name: 'noteOperations' },
  )
}

/** Assert that a call fails with `name` and a fitting message; the error is handed back for more. */
export const expectError = async (
  call: Promise<unknown>,
  name: ErrorName,
  message: RegExp | string = /./,
): Promise<Error & { resourceId?: string; resourceType?: string }> => {
  const error = await call.then(
    (answer) => assert.fail(`expected ${name}, got an answer: ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Error)
  assert.equal(error.name, name, `${error.name}: ${error.message}`)
  if (typeof message === 'string') assert.equal(error.message, message)
  else assert.match(error.message, message)
  assertModelled(operationOf.get(error), name)
  return error
}

/** Assert that the model lists an error for an operation, or that it is exempt. */
export const assertModelled = (operation: string | undefined, name: string): void => {
  if (operation === undefined || common.has(name)) return
  if (operation === 'DeleteCaseRule' && name === 'ValidationException') return
  const modelled = allOperations[operation as keyof typeof allOperations]
  assert.ok(modelled !== undefined, `${operation} is no operation`)
  const errors: readonly string[] = modelled.errors
  assert.ok(errors.includes(name), `the model lists no ${name} for ${operation}`)
}
