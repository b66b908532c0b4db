// Copies everything from one store to another, through their contract alone: rows as they are, histories byte for
// byte, outgoing events at their positions; what is searched the target makes anew. Each piece is a write that
// also says how far the copy has come, so one that was cut off goes on where it was. Nobody may write to the
// source meanwhile.
import type { DomainConfig } from '../domain/domain-config.ts'
import type { AuditRow, CaseRow, RelatedItemRow } from '../domain/rows.ts'
import {
  type Change,
  type Cursor,
  type Queries,
  type Query,
  type QueryName,
  query,
  type Store,
} from './contract.ts'

export type CopyOptions = {
  readonly source: Store
  readonly target: Store
  /** Called with every piece: what it is of, and how many rows of that have been copied. */
  copied(what: string, rows: number): void
}

type Piece = {
  readonly changes: readonly Change[]
  readonly rows: number
  readonly next?: Cursor | undefined
}

type Phase = {
  readonly what: string
  read(after: Cursor | undefined): Promise<Piece>
}

type Progress = { readonly phase: number; readonly after?: Cursor; readonly rows: number }

const piece = 500
const casesAtATime = 200
/** So many deleted cases whose links wait to be removed are copied. */
const unlinkingsMax = 100_000

/** Copy all, or what is left. Rejects with a sentence if the target holds anything else. */
export const copyAll = async ({ source, target, copied }: CopyOptions): Promise<void> => {
  const phases = await phasesOf(source)
  const begun = await progressIn(target)
  if (begun === undefined) mustBeEmpty(target, await ask(target, 'accessKeys', {}))
  let progress = begun ?? { phase: 0, rows: 0 }
  for await (const { what, changes, progress: reached, rows } of pieces(phases, progress)) {
    await put(target, [...changes, mark(reached)])
    copied(what, rows)
    progress = reached
  }
  await put(target, [mark(progress, 0)])
}

type ReadPiece = Pick<Piece, 'changes' | 'rows'> & {
  readonly what: string
  /** How far the copy has come when this is written; `rows` are of this phase. */
  readonly progress: Progress
}

/** What is left to copy. Each piece is read while the one before is written. */
async function* pieces(phases: readonly Phase[], from: Progress): AsyncGenerator<ReadPiece> {
  let reading = readPiece(phases, from)
  for (;;) {
    const read = await reading
    if (read === undefined) return
    reading = readPiece(phases, read.progress)
    // Who waits for it sees the failure; until then it is nobody's.
    reading.catch(() => {})
    yield read
  }
}

const readPiece = async (
  phases: readonly Phase[],
  from: Progress,
): Promise<ReadPiece | undefined> => {
  const phase = phases[from.phase]
  if (phase === undefined) return undefined
  const { changes, rows, next } = await phase.read(from.after)
  const all = from.rows + rows
  const progress =
    next === undefined
      ? { phase: from.phase + 1, rows: 0 }
      : { phase: from.phase, after: next, rows: all }
  return { what: phase.what, changes, rows: all, progress }
}

const mustBeEmpty = ({ configs }: Store, keys: readonly unknown[]): void => {
  if (configs.domains().length === 0 && keys.length === 0) return
  throw new Error('The target is not empty; a copy fills only an empty one.')
}

const markKey = 'copy in progress'

const mark = (progress: Progress, expiresAt = Number.MAX_SAFE_INTEGER): Change => ({
  change: 'token.put',
  row: { key: markKey, answer: JSON.stringify(progress), expiresAt },
})

const progressIn = async (target: Store): Promise<Progress | undefined> => {
  const kept = await ask(target, 'tokenByKey', { key: markKey, nowMs: 0 })
  return kept === undefined ? undefined : JSON.parse(kept.answer)
}

const put = (target: Store, changes: readonly Change[]): Promise<void> =>
  target.write({ plan: () => ({}), decide: () => ({ answer: undefined, changes }) })

const ask = async <const N extends QueryName>(
  store: Store,
  name: N,
  takes: Queries[N]['takes'],
): Promise<Queries[N]['gives']> => {
  // A name that is not known here pairs with no `Query`, which all of them do.
  const { answer } = await store.load({ answer: query(name, takes) as Query })
  return answer as Queries[N]['gives']
}

const phasesOf = async (source: Store): Promise<readonly Phase[]> => {
  const domains = source.configs.domains()
  const instances = await ask(source, 'connectInstances', {})
  const consumers = await ask(source, 'consumers', {})
  return [
    configuration(source),
    ...instances.flatMap(({ id: instanceId }) =>
      (['integration-association', 'queue', 'user'] as const).map((kind) =>
        paged('resources of Amazon Connect', 'connectResource.put', (after) =>
          ask(source, 'connectResources', { instanceId, kind, limit: piece, ...after }),
        ),
      ),
    ),
    paged('contacts', 'contact.put', (after) =>
      ask(source, 'allContacts', { limit: piece, ...after }),
    ),
    paged('files', 'file.put', (after) => ask(source, 'allFiles', { limit: piece, ...after })),
    ...domains.map((domain) => casesOf(source, domain)),
    hiddenLinks(source),
    paged('fired rules', 'ruleFiring.put', (after) =>
      ask(source, 'allRuleFirings', { limit: piece, ...after }),
    ),
    paged('kept answers', 'token.put', async (after) => {
      const { rows, ...more } = await ask(source, 'allTokens', { limit: piece, ...after })
      return { rows: rows.filter(({ key }) => key !== markKey), ...more }
    }),
    outgoing(source),
    ...consumers.flatMap(({ name }) =>
      [true, false].map((dead) => undelivered(source, name, dead)),
    ),
  ]
}

const configuration = (source: Store): Phase => ({
  what: 'configuration and keys',
  read: async () => {
    const { instances, keys, consumers, unlinkings } = await source.load({
      instances: query('connectInstances', {}),
      keys: query('accessKeys', {}),
      consumers: query('consumers', {}),
      unlinkings: query('unlinkings', { limit: unlinkingsMax }),
    })
    const allowed = await Promise.all(
      instances.map(({ id }) => ask(source, 'attachedFilesConfigurations', { instanceId: id })),
    )
    const changes: Change[] = [
      ...source.configs.domains().map((domain) => ({ change: 'domain.put', domain }) as const),
      ...keys.map((row) => ({ change: 'accessKey.put', row }) as const),
      ...instances.map((row) => ({ change: 'connectInstance.put', row }) as const),
      ...allowed.flat().map((row) => ({ change: 'attachedFilesConfiguration.put', row }) as const),
      ...consumers.map((row) => ({ change: 'consumer.put', row }) as const),
      ...unlinkings.map((row) => ({ change: 'unlinking.put', row }) as const),
    ]
    return { changes, rows: changes.length }
  },
})

/** A kind of rows that is copied page by page, each row by one change. */
const paged = <Row>(
  what: string,
  change: Change['change'],
  read: (after: { after?: Cursor }) => Promise<{ rows: readonly Row[]; next?: Cursor }>,
): Phase => ({
  what,
  read: async (after) => {
    const { rows, next } = await read(after === undefined ? {} : { after })
    // Pairs a kind of row with the change that puts it, which the callers have done.
    const changes = rows.map((row) => ({ change, row }) as unknown as Change)
    return { changes, rows: rows.length, next }
  },
})

const casesOf = (source: Store, domain: DomainConfig): Phase => {
  const { scope } = domain
  return {
    what: `cases of ${domain.name}`,
    read: async (after) => {
      const takes = { scope, where: { all: [] }, sorts: [], nowMs: 0, limit: casesAtATime }
      const { rows, next } = await ask(source, 'searchCases', {
        ...takes,
        ...(after === undefined ? {} : { after }),
      })
      const whole = await Promise.all(rows.map((row) => wholeCase(source, row)))
      const marks = await marksOf(source, domain, rows)
      return { changes: [...whole.flat(), ...marks], rows: rows.length, next }
    },
  }
}

const wholeCase = async (source: Store, row: CaseRow): Promise<Change[]> => {
  const of = { scope: row.scope, caseId: row.id, limit: piece }
  const items = await every<RelatedItemRow>((after) =>
    ask(source, 'relatedItems', { ...of, anyOf: [], sorts: [], nowMs: 0, ...after }),
  )
  const events = await every<AuditRow>((after) => ask(source, 'auditEvents', { ...of, ...after }))
  return [
    { change: 'case.insert', row },
    ...items.map((item) => ({ change: 'relatedItem.insert', row: item }) as const),
    ...events.map((event) => ({ change: 'audit.append', row: event }) as const),
  ]
}

const marksOf = async (
  source: Store,
  { scope, rules }: DomainConfig,
  cases: readonly CaseRow[],
): Promise<Change[]> => {
  const caseIds = cases.map(({ id }) => id)
  const timed = [...rules.values()].filter(({ trigger }) => trigger === 'Time')
  const marks = await Promise.all(
    timed.map(({ id: ruleId }) => ask(source, 'timedMarks', { scope, ruleId, caseIds })),
  )
  return marks.flat().map((row) => ({ change: 'timedMark.put', row }) as const)
}

/** Links to deleted cases, which no other question tells. */
const hiddenLinks = (source: Store): Phase => ({
  what: 'links to be removed',
  read: async () => {
    const unlinkings = await ask(source, 'unlinkings', { limit: unlinkingsMax })
    const links: Change[] = []
    for (const { scope, caseId } of unlinkings) {
      const limit = Number.MAX_SAFE_INTEGER
      for (const row of await ask(source, 'linksToCase', { scope, caseId, limit })) {
        links.push({ change: 'relatedItem.insert', row })
      }
    }
    return { changes: links, rows: links.length }
  },
})

const outgoing = (source: Store): Phase => ({
  what: 'outgoing events',
  read: async (after) => {
    const from = Number(after?.[0] ?? 0)
    const { rows, latest } = await ask(source, 'outgoing', { after: from, limit: piece })
    const last = rows.at(-1)?.position
    const changes: Change[] = [{ change: 'outgoing.restore', rows, latest }]
    return { changes, rows: rows.length, next: last === undefined ? undefined : [last] }
  },
})

const undelivered = (source: Store, consumer: string, dead: boolean): Phase => ({
  what: `events that ${consumer} could not take`,
  read: async (after) => {
    const takes = { consumer, dead, after: Number(after?.[0] ?? 0), limit: piece }
    const rows = await ask(source, 'undelivered', takes)
    const last = rows.at(-1)?.position
    const changes = rows.map((row) => ({ change: 'undelivered.put', row }) as const)
    return { changes, rows: rows.length, next: last === undefined ? undefined : [last] }
  },
})

const every = async <Row>(
  page: (after: { after?: Cursor }) => Promise<{ rows: readonly Row[]; next?: Cursor }>,
): Promise<Row[]> => {
  const all: Row[] = []
  for (let after: { after?: Cursor } = {}; ; ) {
    const { rows, next } = await page(after)
    all.push(...rows)
    if (next === undefined) return all
    after = { after: next }
  }
}

/** How much of everything a store holds: equal for a store and its copy. */
export const countAll = async (store: Store): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {}
  for (const { what, read } of await phasesOf(store)) {
    for (let after: Cursor | undefined; ; ) {
      const { changes, next } = await read(after)
      for (const { change } of changes) counts[change] = (counts[change] ?? 0) + 1
      after = next
      if (after === undefined) break
    }
    counts[what] = (counts[what] ?? 0) + 1
  }
  const { retired, latest } = await ask(store, 'outgoing', { after: 0, limit: 1 })
  return { ...counts, retired, latest }
}
