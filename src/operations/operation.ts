// What an operation is, and what it is handed. An operation says which permissions it needs, which rows, and
// what follows from them; `execute.ts` does the rest in one order for all: permission, existence, meaning.
import type { Check, Principal, StoredAttributes } from '../access/check.ts'
import type { Elsewhere } from '../domain/connect/elsewhere.ts'
import type { Configs, DomainConfig } from '../domain/domain-config.ts'
import type { Seal } from '../domain/journal.ts'
import type { Quotas } from '../domain/quotas.ts'
import type { Files } from '../files/contract.ts'
import type { Arns, Location } from '../ids.ts'
import type { Input, OperationName, Output } from '../model/index.ts'
import type { Change, Plan, Rows } from '../storage/contract.ts'
import type { PageTokens } from './page-token.ts'
import type { TestTools } from './test-tools/tools.ts'

export type { Check, Principal, StoredAttributes }

/** What every operation is handed beside its rows. `In` has canonical ids (an ARN has become its id). */
export type Call<In> = {
  readonly input: In
  readonly arns: Arns
  readonly location: Location
  readonly principal: Principal
  /** Domain time of this call, milliseconds since the epoch. */
  readonly now: number
  /** The machine's own time, for what lives by it: URLs, and uploads that they wait for. */
  readonly wallNow: number
  /** When a client's call came, in monotonic milliseconds. */
  readonly receivedAt?: number
  readonly quotas: Quotas
  readonly caseRules: 'advisory' | 'enforced'
  newId(): string
  /** `size` unpredictable bytes. */
  random(size: number): Uint8Array
  readonly seal: Seal
  readonly pageTokens: PageTokens
  /** Where the bytes of attached files lie. */
  readonly files: Files
  /** Whom to ask about contacts and users that are not known here, if there is anybody. */
  readonly elsewhere?: Elsewhere
  /** How the caller reaches this server: `https://cases.example.com`. */
  readonly endpoint: string
  /** What all tries of this call have in common, if it makes something new (`idempotency.ts`). */
  readonly invocation?: string
  /** The rules whose actions led to this call, the first one first; none where a client made it. */
  readonly cause?: readonly string[]
}

/** A call on an existing domain. */
export type DomainCall<In> = Call<In> & { readonly domain: DomainConfig }

/** A call on no domain in particular (CreateDomain, ListDomains, tags): it sees all of them. */
export type AccountCall<In> = Call<In> & { readonly configs: Configs }

export type Answer<Out> = {
  /** What is answered, or what makes the answer once the changes are durable; it may refuse even then. */
  readonly output: Out | (() => Promise<Out>)
  readonly changes: readonly Change[]
}

/** What was found or done outside the store before the transaction; it is let go of after it. */
export type Prepared = Partial<AsyncDisposable>

type Definition<C, P extends Plan> = {
  /** Static permissions; may look at the domain's configuration, which is undefined if there is none. */
  checks(call: C, domain: DomainConfig | undefined): readonly Check[]
  /** The rows the operation needs. */
  load(call: C): P
  /** Attributes for checks that name a stored row, by that name; undefined where the row is missing. */
  stored?(rows: Rows<P>): Readonly<Record<string, StoredAttributes | undefined>>
}

export type ReadDefinition<C, P extends Plan, Out> = Definition<C, P> & {
  answer(call: C, rows: Rows<P>): Out | Promise<Out>
}

export type WriteDefinition<C, P extends Plan, Out, Pre extends Prepared = Prepared> = Definition<
  C,
  P
> & {
  /** It knows a retry by what it stores, and needs no row for that. */
  readonly ownRetries?: true
  /** What must happen outside the store first, on the rows as they are then; only for who may call. */
  prepare?(call: C, rows: Rows<P>): Promise<Pre>
  /** Whether this call has anything to prepare, where that is not always so. */
  prepares?(call: C): boolean
  /** `prepared` is there if the call prepares. */
  decide(call: C, rows: Rows<P>, prepared: Pre): Answer<Out>
}

/** An operation of the tools for tests: it acts on the server itself. */
export type ControlDefinition<C, Out> = {
  checks(call: C): readonly Check[]
  run(call: C, tools: TestTools): Out | Promise<Out>
}

export type Handler = RowHandler | ControlHandler

export type ControlHandler = {
  readonly kind: 'control'
  readonly gate: 'account'
  readonly name: string
  readonly definition: ControlDefinition<never, unknown>
}

export type RowHandler = {
  readonly kind: 'read' | 'write'
  /** Whether `{domainId}` must exist before anything is decided. */
  readonly gate: 'account' | 'domain'
  readonly name: string
  // The one place where the types of input, plan and output are erased: `execute.ts` pairs them by name.
  readonly definition: Definition<never, Plan> & {
    readonly ownRetries?: true
    answer?(call: never, rows: never): unknown
    prepare?(call: never, rows: never): Promise<Prepared>
    prepares?(call: never): boolean
    decide?(call: never, rows: never, prepared: never): Answer<unknown>
  }
}

const define =
  (kind: RowHandler['kind'], gate: RowHandler['gate']) =>
  (name: string, definition: unknown): RowHandler => ({
    kind,
    gate,
    name,
    definition: definition as RowHandler['definition'],
  })

/** An operation that changes nothing, on a domain. */
export const read: <N extends OperationName, P extends Plan>(
  name: N,
  definition: ReadDefinition<DomainCall<Input<N>>, P, Output<N>>,
) => Handler = define('read', 'domain')

/** An operation that changes something, on a domain. */
export const write: <N extends OperationName, P extends Plan, Pre extends Prepared = Prepared>(
  name: N,
  definition: WriteDefinition<DomainCall<Input<N>>, P, Output<N>, Pre>,
) => Handler = define('write', 'domain')

/** An operation that changes nothing, on the account. */
export const readAccount: <N extends OperationName, P extends Plan>(
  name: N,
  definition: ReadDefinition<AccountCall<Input<N>>, P, Output<N>>,
) => Handler = define('read', 'account')

/** An operation that changes something, on the account. */
export const writeAccount: <
  N extends OperationName,
  P extends Plan,
  Pre extends Prepared = Prepared,
>(
  name: N,
  definition: WriteDefinition<AccountCall<Input<N>>, P, Output<N>, Pre>,
) => Handler = define('write', 'account')

/** An operation of the tools for tests. */
export const control = <N extends OperationName>(
  name: N,
  definition: ControlDefinition<AccountCall<Input<N>>, Output<N>>,
): Handler => ({
  kind: 'control',
  gate: 'account',
  name,
  definition: definition as ControlHandler['definition'],
})
