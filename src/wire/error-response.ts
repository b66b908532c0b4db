// The only place that writes error responses. What is no ApiError is a defect: it is logged under
// the request's id, and the caller learns that id and nothing else.
import { ApiError, type ErrorName, statuses } from '../errors.ts'

export type Response = {
  readonly status: number
  /** Names and values in turn, as `writeHead` takes them. */
  readonly headers: readonly string[]
  /** Text and not bytes: node writes it together with the head, in one piece. */
  readonly body: string | undefined
}

/** What the wire logs through; pino fits. */
export type Log = {
  error(fields: object, message: string): void
  debug(fields: object, message: string): void
  isLevelEnabled(level: 'debug'): boolean
}

/** The response that tells the caller of an error. */
export const errorResponse = (thrown: unknown, requestId: string, log: Log): Response => {
  const error = thrown instanceof ApiError ? thrown : defect(thrown, requestId, log)
  const { resourceId, resourceType, retryAfterSeconds } = error.details
  const body = JSON.stringify({ message: error.message, resourceId, resourceType })
  const retryAfter =
    retryAfterSeconds === undefined ? [] : ['Retry-After', String(retryAfterSeconds)]
  return {
    status: error.status,
    headers: [...errorHeaders(error.name, requestId, body), ...retryAfter],
    body,
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
