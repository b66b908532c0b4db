// A database at work: one connection that writes, one that reads, and threads for what could hold up the event loop.
// All of them on one file, opened together and let go of together.
import type { Clock } from '../../clock.ts'
import type { Configs } from '../../domain/domain-config.ts'
import type { AccessKeyRow } from '../../domain/rows.ts'
import type { Plan, Rows, Write } from '../contract.ts'
import { accessKeyById } from './account.ts'
import { changesOn } from './changes.ts'
import { loadConfigs } from './configs.ts'
import { type Connection, type Durable, openConnection } from './connection.ts'
import { handOver } from './hand-over.ts'
import { watchOutbox } from './outbox-watch.ts'
import { answersOn, mayScan, runPlan } from './queries.ts'
import { readerOn } from './reader.ts'
import { searchWithin } from './search.ts'
import { lastChange } from './search-changes.ts'
import { attachSearchFile, caughtUp } from './search-start.ts'
import { sweepOn } from './sweep.ts'
import type { Ending } from './thread.ts'
import type { Threads } from './threads.ts'
import { createWriter, Refused, type WriterBounds } from './writer.ts'

export type StoreBounds = WriterBounds & {
  /** Searches that may wait; beyond it they are refused. */
  readonly searchesMax: number
  /** So many changes of cases make a segment for searches. */
  readonly indexLeast: number
}

export type EngineOptions = {
  readonly file: string
  readonly durable: Durable
  readonly clock: Clock
  readonly bounds: StoreBounds
  readonly outboxRetentionMs: number
  readonly searchFile: string
  /** A tool writes a row or two; the server beside it, or closing, takes care of the log and of the search file. */
  readonly isServer: boolean
  /** Told on opening how much of the search file is made, if that takes a while. */
  readonly onIndexing?: (done: number, all: number) => void
  readonly pagesMax?: number
  readonly threads: Threads
  /** Called when outgoing events were committed. */
  appended(): void
  /** Called with the writing connection before anything else is opened. */
  prepare(writing: Connection): void
}

export type Engine = {
  configs(): Configs
  load<P extends Plan>(plan: P): Promise<Rows<P>>
  write<P extends Plan, Answer>(write: Write<P, Answer>): Promise<Answer>
  accessKey(id: string): AccessKeyRow | undefined
  sweep(nowMs: number, limit: number): Promise<number>
  /** Finish what was accepted, and take no more. */
  rest(): Promise<void>
  /** Copy what outlives a reset into another database; of an engine at rest. */
  handOver(file: string): void
  close(ending?: Ending): Promise<void>
}

/** Open a database; nothing stays open if that fails. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const { file, durable, pagesMax, isServer } = options
  const held = new DisposableStack()
  const hold = (connection: Connection): Connection => {
    held.defer(() => {
      if (connection.db.isOpen) connection.db.close()
    })
    return connection
  }
  try {
    const more = pagesMax === undefined ? {} : { pagesMax }
    const writing = hold(openConnection(file, { durable, ...more }))
    options.prepare(writing)
    const reading = hold(openConnection(file, { readOnly: true }))
    const attached = isServer ? attachSearchFile(writing, options.searchFile) : undefined
    held.defer(() => attached?.close())
    options.threads.indexing.goOn(attached?.done ?? 0)
    if (isServer) await indexed(writing, options)
    return engineOn(options, { writing, reading }, (ending) => {
      // Whichever is closed last brings the log into the database, unless it can only read.
      if (ending === 'discard' && writing.db.isOpen) writing.db.close()
      held.dispose()
    })
  } catch (error) {
    held.dispose()
    throw error
  }
}

const indexed = async (
  writing: Connection,
  { threads: { indexing }, onIndexing = () => undefined }: EngineOptions,
): Promise<void> => {
  try {
    await caughtUp(writing, indexing, onIndexing)
  } catch (error) {
    await indexing.close()
    throw error
  }
}

type Opened = {
  readonly writing: Connection
  readonly reading: Connection
}

const engineOn = (
  options: EngineOptions,
  { writing, reading }: Opened,
  release: (ending?: Ending) => void,
): Engine => {
  const { clock, bounds, file, isServer, threads } = options
  const { checkpoints, indexing, searches } = threads
  const answers = answersOn(reading, searchWithin(reading, file))
  const answersInWrite = answersOn(writing, searchWithin(writing, file))
  const accessKey = accessKeyById(reading)
  const reader = readerOn(reading, clock)
  const sweep = sweepOn(writing.db, options.outboxRetentionMs, indexing.done)
  const changes = lastChange(writing)
  const outbox = watchOutbox(changesOn(writing))
  outbox.listen(options.appended)
  const writer = createWriter({
    connection: writing,
    apply: outbox.apply,
    configs: loadConfigs(writing),
    clock,
    bounds,
    committed: () => {
      reader.renew()
      outbox.committed()
      if (isServer) checkpoints.written()
      if (isServer) indexing.written(changes())
    },
  })
  return {
    configs: writer.configs,
    load: <P extends Plan>(plan: P) =>
      mayScan(plan) ? searches.load(plan) : reader.read(() => runPlan(answers, plan)),
    write: <P extends Plan, Answer>(write: Write<P, Answer>) =>
      writer.write((tx) => {
        const rows = runPlan(
          answersInWrite,
          refusing(() => write.plan(tx.configs())),
        )
        const { answer, changes } = refusing(() => write.decide(rows as Rows<P>, tx.configs()))
        for (const change of changes) tx.apply(change)
        return answer
      }) as Promise<Answer>,
    accessKey: (id) => reader.once(id, () => accessKey(id)),
    sweep: async (nowMs, limit) => Number(await writer.write(() => sweep(nowMs, limit))),
    rest: async () => {
      await writer.drain()
      // Reads are answered in their order: when this one is, all before it are.
      await reader.read(() => undefined)
    },
    handOver: (target) => handOver(writing.db, target),
    close: once(async (ending) => {
      await threads.letGo(ending)
      release(ending)
    }),
  }
}

/** What is done already is not done again. */
const once = (close: Engine['close']): Engine['close'] => {
  let closed: Promise<void> | undefined
  return (ending) => {
    closed ??= close(ending)
    return closed
  }
}

/** What a decision throws is the caller's matter and ends only this write. */
const refusing = <T>(decide: () => T): T => {
  try {
    return decide()
  } catch (cause) {
    throw new Refused('refused', { cause })
  }
}
