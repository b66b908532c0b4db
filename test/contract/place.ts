// Where the stores of the suite live, and the few words in which its tests talk to them. Nothing here knows what
// a store is made of: what another store needs is another `OpenPlace`.
import assert from 'node:assert/strict'
import { ApiError, type ErrorName } from '../../src/errors.ts'
import {
  type Change,
  type Cursor,
  type Page,
  type Queries,
  type Query,
  type QueryName,
  query,
  type Store,
} from '../../src/storage/contract.ts'
import { type Builder, builder } from './rows.ts'

/** An empty place for one database, which goes away with its scope. */
export type Place = AsyncDisposable & {
  /** Open the database, making it if there is none; one at a time. */
  open(options?: PlaceOptions): Promise<Store>
  /** Let go of what `open` gave. */
  close(store: Store): Promise<void>
  /** The same database as another process has it, beside the one that `open` gave. */
  beside(): Promise<Store>
}

/** A place whose stores can be backed up by the program itself. */
export type BackedUpPlace = Place & {
  /** A name for `backup` to write to. */
  backupFile(): string
  /** What a backup holds, as a store of its own. */
  restored(file: string): Promise<Store>
}

export type PlaceOptions = {
  /** How long outgoing events are kept. */
  readonly outboxRetentionMs?: number
}

export type OpenPlace<P extends Place = Place> = () => Promise<P>

export type Setting<P extends Place = Place> = AsyncDisposable & {
  readonly place: P
  readonly store: Store
  readonly own: Builder
  /** Another domain, alike. */
  readonly other: Builder
}

/** An open store with two domains. */
export const settingIn = async <P extends Place>(
  open: OpenPlace<P>,
  options?: PlaceOptions,
): Promise<Setting<P>> => {
  const place = await open()
  const store = await place.open(options)
  const [own, other] = [builder('own'), builder('other')]
  await put(store, { change: 'domain.put', domain: own.domain })
  await put(store, { change: 'domain.put', domain: other.domain })
  return { place, store, own, other, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() }
}

/** A write of nothing but changes. */
export const put = (store: Store, ...changes: readonly Change[]): Promise<void> =>
  store.write({ plan: () => ({}), decide: () => ({ answer: undefined, changes }) })

/** One question. */
export const ask = async <const N extends QueryName>(
  store: Store,
  name: N,
  takes: Queries[N]['takes'],
): Promise<Queries[N]['gives']> => {
  // A name that is not known here pairs with no `Query`, which all of them do.
  const { answer } = await store.load({ answer: query(name, takes) as Query })
  return answer as Queries[N]['gives']
}

/** All rows, page by page; the pages have an end. */
export const walk = async <Row>(
  page: (after: { after?: Cursor }) => Promise<Page<Row>>,
): Promise<Row[]> => {
  const rows: Row[] = []
  let after: Cursor | undefined
  for (let pages = 0; pages < 10_000; pages += 1) {
    const found = await page(after === undefined ? {} : { after })
    rows.push(...found.rows)
    after = found.next
    if (after === undefined) return rows
    assert.ok(found.rows.length > 0, 'a page that is not the last one is empty')
  }
  return assert.fail('the pages do not end')
}

/** The write fails as the API would say it. */
export const refused = async (write: Promise<unknown>, name: ErrorName): Promise<ApiError> => {
  const error = await failed(write)
  assert.ok(error instanceof ApiError, `${error}`)
  assert.equal(error.name, name)
  return error
}

/** The write fails, and not with an answer that a caller is meant to see: the decision was wrong. */
export const stale = async (write: Promise<unknown>): Promise<void> => {
  const error = await failed(write)
  assert.ok(!(error instanceof ApiError), `${error}`)
}

const failed = async (write: Promise<unknown>): Promise<Error> => {
  const error = await write.then(
    () => assert.fail('the write succeeded'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Error && !(error instanceof assert.AssertionError), `${error}`)
  return error
}
