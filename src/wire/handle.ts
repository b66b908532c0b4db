// One request, step by step. Everything that is not HTTP itself happens here, in the order that
// callers can rely on: authentication, then shape, and then, in `perform`, permission, existence,
// meaning.
import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ApiError } from '../errors.ts'
import type { Location } from '../ids.ts'
import { allOperations, type OperationName } from '../model/index.ts'
import type { Operation } from '../model/shape.ts'
import { type Body, bodyBounds } from './body.ts'
import type { Claim } from './claim.ts'
import { readClaim } from './claim.ts'
import type { ClientAddress } from './client-address.ts'
import { createCors } from './cors.ts'
import { errorResponse, type Log, type Response } from './error-response.ts'
import type { LargeBodies } from './large-bodies.ts'
import { parseQuery, type Query } from './query.ts'
import { Raw } from './raw.ts'
import { inputReader } from './read-input.ts'
import { requestIds } from './request-id.ts'
import { createRouter } from './route.ts'
import { serializer } from './serialize.ts'
import { createVerifier, type Lookup } from './sigv4.ts'

/** Who calls, from where, and how: all that the operations learn of a request beside its input. */
export type Caller = ClientAddress & {
  /** What `lookup` said of the access key. */
  readonly principal: unknown
  readonly accessKeyId: string
  /** When the request came, in monotonic milliseconds. */
  readonly receivedAt: number
  /** How the caller reaches this server: `https://cases.example.com`. */
  readonly endpoint: string
  readonly userAgent: string | undefined
  readonly referer: string | undefined
  /** A header that is there once. */
  header(name: string): string | undefined
  /** Called when the connection is closed, or the answer has been taken. */
  onGone(callback: () => void): void
  /** `amz-sdk-invocation-id`: the same for all tries of one call of an SDK. */
  readonly invocationId?: string
  /** Method, path, query and hash of the body: the same for all tries of one call. */
  readonly request: string
}

export type HandleOptions = {
  readonly clock: Clock
  readonly location: Location
  readonly lookup: Lookup
  /** Throws ThrottlingException if the operation would have to wait too long; else it is its turn at the end. */
  readonly admit: (name: OperationName) => Promise<void> | undefined
  /** Runs an operation on a valid input with canonical ids. */
  readonly perform: (name: OperationName, input: unknown, caller: Caller) => Promise<unknown>
  /** What `GET /health` answers. */
  readonly health: () => object
  readonly log: Log
  /** Told of every answer. */
  readonly count?: (operation: string | undefined, status: number) => void
  readonly largeBodies: LargeBodies
  readonly corsOrigins?: readonly string[]
  readonly bodyBytesMax?: number
  /** For CreateCaseRule and UpdateCaseRule, whose mappings are large. */
  readonly bodyBytesMaxLarge?: number
  readonly debugSignatures?: boolean
  /** Operations that this server does not have. */
  readonly hidden?: ReadonlySet<string>
}

/** A request whose head has been read; its body is read only when it is known to be wanted. */
export type Incoming = ClientAddress & {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Rejects with RequestEntityTooLargeException beyond `bytesMax`. */
  readBody(bytesMax: number): Promise<Body>
  /** Called when the connection is closed, or the answer has been taken. */
  onGone(callback: () => void): void
}

export type Handle = (incoming: Incoming) => Promise<Response>

/** Build the handler of all requests. It always resolves: an error is a response too. */
export const createHandle = (options: HandleOptions): Handle => {
  const answer = createAnswer(options)
  const cors = createCors(options.corsOrigins ?? [])
  const newRequestId = requestIds(options.clock)
  return async (incoming) => {
    const requestId = newRequestId()
    const receivedAt = options.clock.monotonicMs()
    const { origin } = incoming.headers
    const extra = cors.headers(typeof origin === 'string' ? origin : undefined)
    const preflight = cors.preflight(incoming)
    if (preflight !== undefined) return { status: 204, headers: preflight, body: undefined }
    const asked: Asked = { operation: undefined, receivedAt }
    let response: Response
    try {
      response = ok(await answer(incoming, asked), requestId, asked)
    } catch (error) {
      response = errorResponse(error, { requestId, ...asked }, options.log)
    }
    options.count?.(asked.operation?.name, response.status)
    if (options.log.isLevelEnabled('debug')) {
      const { method, url } = incoming
      const path = url.slice(0, splitAt(url))
      const ms = Math.round(options.clock.monotonicMs() - receivedAt)
      options.log.debug({ requestId, method, path, status: response.status, ms }, 'request')
    }
    return extra.length === 0 ? response : { ...response, headers: [...response.headers, ...extra] }
  }
}

/** What a request turns out to ask for: an error is told in the words of its service. */
type Asked = { operation: Operation | undefined; readonly receivedAt: number }

const ok = (answer: Raw | string | undefined, requestId: string, asked: Asked): Response => {
  const id = ['x-amzn-RequestId', requestId]
  if (answer instanceof Raw) return rawResponse(answer, id)
  const body = answer
  const type = body === undefined ? [] : ['Content-Type', 'application/json']
  const length = String(body === undefined ? 0 : Buffer.byteLength(body))
  const headers = [...type, 'Content-Length', length, ...id]
  const { operation } = asked
  return operation === undefined
    ? { status: 200, headers, body }
    : { status: 200, headers, body, operation: operation.name as OperationName }
}

const rawResponse = ({ contentType, body }: Raw, id: readonly string[]): Response => {
  const length = typeof body === 'string' ? ['Content-Length', String(Buffer.byteLength(body))] : []
  return { status: 200, headers: ['Content-Type', contentType, ...length, ...id], body }
}

const createAnswer = (options: HandleOptions) => {
  const route = createRouter(options.hidden)
  const verify = createVerifier({
    lookup: options.lookup,
    clock: options.clock,
    region: options.location.region,
    debug: options.debugSignatures ?? false,
  })
  const bindingOf = binder(options)
  const { largeBodies } = options
  return async (incoming: Incoming, asked: Asked): Promise<Raw | string | undefined> => {
    const { method, url, headers } = incoming
    const path = url.slice(0, splitAt(url))
    if (path === '/health' && (method === 'GET' || method === 'HEAD')) {
      return JSON.stringify(options.health())
    }
    if (headers.host === undefined) {
      throw new ApiError('SerializationException', 'The request has no Host header')
    }
    const query = parseQuery(url.slice(path.length + 1))
    const claim = readClaim(headers, query)
    const target = route(method, path, claim instanceof ApiError ? undefined : claim?.service)
    if (target === undefined) {
      throw new ApiError('UnknownOperationException', 'No operation has this method and path')
    }
    asked.operation = allOperations[target.name]
    if (claim instanceof ApiError) throw claim
    if (claim === undefined) {
      throw new ApiError('MissingAuthenticationTokenException', 'Missing Authentication Token')
    }
    // Before the body and the signature, which cost most: not even whose request it is may cost much now
    // (B-1452).
    const turn = options.admit(target.name)
    if (turn !== undefined) await turn
    const binding = bindingOf(target.name)
    const given = await incoming.readBody(binding.bodyBytesMax)
    const { hash: bodyHash, body } = Buffer.isBuffer(given)
      ? { hash: hash('sha256', given), body: given }
      : await largeBodies.hash(given)
    const { principal } = await verify(claim, { method, path, headers, bodyHash }, target)
    const input = Buffer.isBuffer(body)
      ? binding.readInput(body, target.labels, query)
      : await largeBodies.read(body, { name: target.name, labels: target.labels, query })
    const request = `${method}\n${path}\n${unsignedQuery(claim, url)}\n${bodyHash}`
    const caller = callerOf(incoming, claim, { principal, request, receivedAt: asked.receivedAt })
    const output = await options.perform(target.name, input, caller)
    return output instanceof Raw ? output : binding.serialize(output)
  }
}

const splitAt = (url: string): number => {
  const mark = url.indexOf('?')
  return mark < 0 ? url.length : mark
}

// A presigned request is the same request when it is signed again.
const unsignedQuery = ({ query, expiresSeconds }: Claim, url: string): string =>
  expiresSeconds === undefined ? url.slice(splitAt(url)) : JSON.stringify(withoutSignature(query))

const withoutSignature = (query: Query): Query =>
  query.filter(([name]) => !name.startsWith('X-Amz-'))

const callerOf = (
  { headers, sourceIp, secure, onGone }: Incoming,
  { accessKeyId }: Claim,
  known: Pick<Caller, 'principal' | 'receivedAt' | 'request'>,
): Caller => {
  const invocationId = headers['amz-sdk-invocation-id']
  return {
    ...known,
    accessKeyId,
    endpoint: `${secure ? 'https' : 'http'}://${one(headers.host)}`,
    sourceIp,
    secure,
    userAgent: one(headers['user-agent']),
    referer: one(headers.referer),
    header: (name) => one(headers[name]),
    onGone,
    ...(typeof invocationId === 'string' ? { invocationId } : {}),
  }
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

type Binding = ReturnType<typeof bind>

// Compiled when first called for: all at once would cost the start 20 ms.
const binder = (options: HandleOptions) => {
  const bindings = new Map<OperationName, Binding>()
  return (name: OperationName): Binding => {
    const found = bindings.get(name)
    if (found !== undefined) return found
    const binding = bind(allOperations[name], options)
    bindings.set(name, binding)
    return binding
  }
}

const large: ReadonlySet<string> = new Set<OperationName>(['CreateCaseRule', 'UpdateCaseRule'])

const bind = (operation: Operation, options: HandleOptions) => {
  const { bodyBytesMax, bodyBytesMaxLarge } = bodyBounds(options)
  return {
    bodyBytesMax: large.has(operation.name) ? bodyBytesMaxLarge : bodyBytesMax,
    readInput: inputReader(operation, options.location),
    serialize: serializer(operation),
  }
}
