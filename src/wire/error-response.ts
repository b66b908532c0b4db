// The only place that writes error responses. What is no ApiError is a defect: it is logged under
// the request's id, and the caller learns that id and nothing else.
import { ApiError, type ErrorName, statuses } from '../errors.ts'
import type { OperationName } from '../model/index.ts'
import type { Operation } from '../model/shape.ts'

export type Response = {
  readonly status: number
  /** Names and values in turn, as `writeHead` takes them. */
  readonly headers: readonly string[]
  /** Text and not bytes: node writes it together with the head, in one piece. */
  readonly body: string | AsyncIterable<string> | undefined
  /** The connection is not read for so long behind this answer, unless there is room before. */
  readonly holdMs?: number
  /** What was asked for, where that is known. */
  readonly operation?: OperationName
}

/** What the wire logs through; pino fits. */
export type Log = {
  error(fields: object, message: string): void
  debug(fields: object, message: string): void
  isLevelEnabled(level: 'debug'): boolean
}

/** What is known of the request that failed. */
export type Failed = {
  readonly requestId: string
  /** Undefined while no operation is known: such an error is told as Cases would. */
  readonly operation: Operation | undefined
}

/** The response that tells the caller of an error. */
export const errorResponse = (thrown: unknown, failed: Failed, log: Log): Response => {
  const { requestId, operation } = failed
  const error = thrown instanceof ApiError ? thrown : defect(thrown, requestId, log)
  const isConnect = operation?.service === 'connect'
  const name = isConnect ? nameInConnect(error.name, operation.errors) : error.name
  const { resourceId, resourceType, reason, retryAfterSeconds, holdMs } = error.details
  const body = JSON.stringify(
    isConnect
      ? { Message: error.message, Reason: reason }
      : { message: error.message, resourceId, resourceType },
  )
  const retryAfter =
    retryAfterSeconds === undefined ? [] : ['Retry-After', String(retryAfterSeconds)]
  return {
    status: statuses[name],
    headers: [...errorHeaders(name, requestId, body), ...retryAfter],
    body,
    ...(holdMs === undefined ? {} : { holdMs }),
    ...(operation === undefined ? {} : { operation: operation.name as OperationName }),
  }
}

/** What is common to our operations has other names there (B-902). */
const nameInConnect = (name: ErrorName, listed: readonly string[]): ErrorName => {
  const first = (...names: ErrorName[]) => names.find((each) => listed.includes(each))
  switch (name) {
    case 'InternalServerException':
      return 'InternalServiceException'
    case 'ValidationException':
      return first('InvalidParameterException') ?? 'InvalidRequestException'
    // Two requests at a time made the same, and the store took one.
    case 'ConflictException':
      return first(name, 'DuplicateResourceException') ?? 'ResourceConflictException'
    default:
      return name
  }
}

/**
 * The bytes for a client whose bytes were no HTTP: there is no response object to write it with.
 */
export const rawErrorResponse = (name: ErrorName, message: string, requestId: string): string => {
  const body = JSON.stringify({ message })
  const headers = [...errorHeaders(name, requestId, body), 'Connection', 'close']
  let text = `HTTP/1.1 ${statuses[name]} ${name}\r\n`
  for (let index = 0; index < headers.length; index += 2) {
    text += `${headers[index]}: ${headers[index + 1]}\r\n`
  }
  return `${text}\r\n${body}`
}

const errorHeaders = (name: ErrorName, requestId: string, body: string): string[] => [
  'Content-Type',
  'application/json',
  'Content-Length',
  String(Buffer.byteLength(body)),
  'x-amzn-RequestId',
  requestId,
  'x-amzn-ErrorType',
  name,
]

const defect = (thrown: unknown, requestId: string, log: Log): ApiError => {
  log.error({ requestId, err: thrown }, 'A request failed on a defect of the server')
  return new ApiError(
    'InternalServerException',
    `The server failed to answer; its log says why under request id ${requestId}.`,
  )
}
