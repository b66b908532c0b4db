// Runs an operation in the one order that holds for all: permission, existence, meaning. What can be decided
// from the request is decided before anything is loaded; what depends on attributes of stored rows (tags,
// creator) is decided on the very rows that the operation loads, inside its transaction. So without permission
// nothing tells whether a resource exists.
import type { Authorize } from '../access/check.ts'
import type { Configs } from '../domain/domain-config.ts'
import { ApiError, notFound } from '../errors.ts'
import { arnsOf } from '../ids.ts'
import type { Plan, Rows, Store, Write } from '../storage/contract.ts'
import { once } from './idempotency.ts'
import type {
  AccountCall,
  Call,
  ControlHandler,
  Handler,
  Prepared,
  RowHandler,
} from './operation.ts'
import type { TestTools } from './test-tools/tools.ts'

export type { Authorize }

export type Request = {
  readonly handler: Handler
  /** Canonical, except that `arns` and `configs` are filled in here. */
  readonly call: Omit<Call<{ domainId?: string }>, 'arns'>
  readonly authorize: Authorize
  /** Under a virtual clock only. */
  readonly tools?: TestTools | undefined
}

type RowStore = Pick<Store, 'configs' | 'load' | 'write'>

type RowRequest = Omit<Request, 'handler'> & { readonly handler: RowHandler }

/** Run one request against the store, or a tool for tests. Resolves with the operation's output. */
export const execute = (store: RowStore, request: Request): Promise<unknown> => {
  const { handler } = request
  return handler.kind === 'control'
    ? runTool(request, handler, store.configs)
    : runOnRows(store, { ...request, handler })
}

const runTool = async (
  request: Request,
  { definition }: ControlHandler,
  configs: Configs,
): Promise<unknown> => {
  const { call } = bind(request, configs)
  request.authorize(() => definition.checks(call as never), {})
  if (request.tools === undefined) {
    throw new ApiError('UnknownOperationException', 'This server has no tools for tests')
  }
  return definition.run(call as never, request.tools)
}

const runOnRows = async (store: RowStore, request: RowRequest): Promise<unknown> => {
  const { handler, authorize } = request
  const { definition } = handler
  const bound = bind(request, store.configs)
  const checks = onceOnly(() => definition.checks(bound.call as never, bound.domain))
  const allowed = authorize(checks, undefined)
  if (bound.missing !== undefined) {
    if (!allowed) authorize(checks, {})
    throw bound.missing
  }
  if (handler.kind === 'read') {
    const rows = await store.load(definition.load(bound.call as never))
    if (!allowed) authorize(checks, definition.stored?.(rows as never) ?? {})
    return definition.answer?.(bound.call as never, rows as never)
  }
  const stored = (rows: Rows<Plan>) => definition.stored?.(rows as never) ?? {}
  const permit = (rows: Rows<Plan>) => {
    if (!allowed) authorize(checks, stored(rows))
  }
  const { invocation, now } = request.call
  const write = (prepared?: Prepared) =>
    store.write<Plan, unknown>(
      once(
        definition.ownRetries ? undefined : invocation,
        now,
        boundWrite(request, bound, { permit, prepared }),
      ),
    )
  if (definition.prepare === undefined || definition.prepares?.(bound.call as never) === false) {
    return settled(await write())
  }
  const rows = await store.load(definition.load(bound.call as never))
  permit(rows)
  const prepared = await definition.prepare(bound.call as never, rows as never)
  try {
    return settled(await write(prepared))
  } finally {
    await prepared[Symbol.asyncDispose]?.()
  }
}

/** Some answers are made, or refused, when the changes are durable. */
const settled = (answer: unknown): unknown => (typeof answer === 'function' ? answer() : answer)

/**
 * The write of an operation that the server runs of its own accord: it needs nobody's permission. For operations
 * whose `prepare` holds nothing that must be let go.
 */
export const ownWrite = async (
  store: Store,
  request: Omit<Request, 'authorize'>,
): Promise<Write<Plan, unknown>> => {
  const { handler } = request
  if (handler.kind === 'control') throw new Error(`${handler.name} is for tests`)
  const { definition } = handler
  const bound = bind(request, store.configs)
  const call = required(bound) as never
  const prepared = await definition.prepare?.(
    call,
    (await store.load(definition.load(call))) as never,
  )
  return boundWrite({ ...request, handler }, bound, { permit: () => undefined, prepared })
}

type Meanwhile = {
  permit(rows: Rows<Plan>): void
  readonly prepared: Prepared | undefined
}

const boundWrite = (
  request: Omit<RowRequest, 'authorize'>,
  bound: Bound,
  { permit, prepared }: Meanwhile,
): Write<Plan, unknown> => {
  const { definition } = request.handler
  return {
    plan: (configs) => definition.load(required(rebind(request, bound, configs)) as never),
    decide: (rows, configs) => {
      permit(rows)
      const call = required(rebind(request, bound, configs))
      const decided = definition.decide?.(call as never, rows as never, prepared as never)
      return { answer: decided?.output, changes: decided?.changes ?? [] }
    },
  }
}

type Bound = {
  readonly call: AccountCall<unknown>
  readonly domain: ReturnType<Configs['domain']>
  readonly missing?: Error
}

const onceOnly = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The domain gate: the only place where a domain id of a request becomes a domain. */
const bind = (request: Omit<Request, 'authorize'>, configs: Configs): Bound => {
  const { call, handler } = request
  const domainId = call.input.domainId ?? ''
  const arns = arnsOf(call.location, domainId)
  if (handler.gate === 'account') {
    return { call: { ...call, arns, configs }, domain: undefined }
  }
  const domain = configs.domain(domainId)
  const bound = { ...call, arns, domain, configs }
  if (domain === undefined) {
    return { call: bound, domain, missing: notFound('Domain', domainId) }
  }
  return { call: bound, domain }
}

/** The same again inside the transaction, which may see another version of the domain. */
const rebind = (request: Omit<Request, 'authorize'>, bound: Bound, configs: Configs): Bound =>
  bound.domain !== undefined && configs.domain(bound.domain.id) === bound.domain
    ? bound
    : bind(request, configs)

const required = (bound: Bound): AccountCall<unknown> => {
  if (bound.missing !== undefined) throw bound.missing
  return bound.call
}
