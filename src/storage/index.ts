// Opens the store: one SQLite file in the data folder, one connection that writes, one that reads, and threads
// for what could hold up the event loop.
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { AccessKeyRow } from '../domain/rows.ts'
import type { Plan, Rows, Store, Write } from './contract.ts'
import { makeFolder } from './make-folder.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { migrations } from './migration-files.ts'
import { accessKeyById } from './sqlite/account.ts'
import { backupTo } from './sqlite/backup.ts'
import { changesOn } from './sqlite/changes.ts'
import { loadConfigs } from './sqlite/configs.ts'
import { type Connection, openConnection } from './sqlite/connection.ts'
import { unopened } from './sqlite/failures.ts'
import { lockFile, lockFolder } from './sqlite/lock.ts'
import { watchOutbox } from './sqlite/outbox-watch.ts'
import { answersOn, mayScan, runPlan } from './sqlite/queries.ts'
import { readerOn } from './sqlite/reader.ts'
import { searchWithin } from './sqlite/search.ts'
import { lastChange } from './sqlite/search-changes.ts'
import { searchFile } from './sqlite/search-file.ts'
import { attachSearchFile, caughtUp } from './sqlite/search-start.ts'
import { sweepOn } from './sqlite/sweep.ts'
import { temporaryFolder } from './sqlite/temporary-folder.ts'
import {
  checkpointThread,
  type Indexing,
  indexThread,
  searchThread,
  type ThreadOptions,
} from './sqlite/threads.ts'
import { verifyOn } from './sqlite/verify.ts'
import { mustBeWritable } from './sqlite/writable.ts'
import { createWriter, Refused, type WriterBounds } from './sqlite/writer.ts'

export type StoreOptions = {
  /** The data folder, made if it is missing; `:memory:` for a store that goes away when it is closed. */
  readonly directory: string | ':memory:'
  readonly clock: Clock
  /** A `tool` works beside a running server; only one `server` opens a folder. */
  readonly mode?: 'server' | 'tool'
  readonly bounds?: Partial<StoreBounds>
  /** How long an outgoing event is kept, in milliseconds. */
  readonly outboxRetentionMs?: number
  /** Told on opening how much of the search file is made, if that takes a while. */
  readonly onIndexing?: (done: number, all: number) => void
  /** For tests of a full disk. */
  readonly pagesMax?: number
}

export type StoreBounds = WriterBounds & {
  /** Searches that may wait; beyond it they are refused. */
  readonly searchesMax: number
  /** So many changes of cases make a segment for searches. */
  readonly indexLeast: number
}

const defaultBounds: StoreBounds = {
  queueMax: 10_000,
  groupMax: 256,
  groupMs: 8,
  busyMs: 5000,
  searchesMax: 1000,
  indexLeast: 1000,
}

const defaultRetentionMs = 24 * 60 * 60 * 1000

/** The name of the database in the data folder. */
export const databaseFile = 'opencases.db'

const written = [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`, lockFile, searchFile]

/** Open the store of a data folder. Rejects with a sentence where it cannot. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  // What has been opened, to be let go of in reverse: on closing, or when a later step fails.
  const held = new DisposableStack()
  try {
    const temporary = options.directory === ':memory:' ? temporaryFolder() : undefined
    if (temporary !== undefined) held.defer(temporary.remove)
    const directory = temporary?.path ?? options.directory
    makeFolder(directory)
    if (options.mode !== 'tool') mustBeWritable(directory, written)
    const unlock = await lock(directory, options)
    if (unlock !== undefined) held.defer(unlock)
    const file = join(directory, databaseFile)
    const durable = temporary === undefined
    const pagesMax = options.pagesMax === undefined ? {} : { pagesMax: options.pagesMax }
    const writing = openConnection(file, { durable, ...pagesMax })
    held.defer(() => writing.db.close())
    prepare(writing, options, unlock !== undefined)
    if (options.mode === 'tool') unlock?.()
    const reading = openConnection(file, { readOnly: true })
    held.defer(() => reading.db.close())
    const done =
      options.mode === 'tool' ? 0 : attachSearchFile(writing, join(directory, searchFile))
    const bounds = { ...defaultBounds, ...options.bounds }
    const threads = { file, durable, indexLeast: bounds.indexLeast }
    const indexing = indexThread(threads, done)
    if (options.mode !== 'tool') await indexed(writing, indexing, options.onIndexing)
    const opened = { ...options, bounds, threads, indexing }
    return storeOn(opened, writing, reading, () => held.dispose())
  } catch (error) {
    held.dispose()
    throw unopened(error, options.directory)
  }
}

const indexed = async (
  writing: Connection,
  indexing: Indexing,
  progress: StoreOptions['onIndexing'] = () => undefined,
): Promise<void> => {
  try {
    await caughtUp(writing, indexing, progress)
  } catch (error) {
    await indexing.close()
    throw error
  }
}

type Opened = Omit<StoreOptions, 'bounds'> & {
  readonly bounds: StoreBounds
  readonly threads: ThreadOptions
  readonly indexing: Indexing
}

const storeOn = (
  options: Opened,
  writing: Connection,
  reading: Connection,
  release: () => void,
): Store => {
  const accessKey = accessKeyById(reading)
  const reader = readerOn(reading, options.clock)
  const { bounds, threads, indexing } = options
  const answers = answersOn(reading, searchWithin(reading, threads.file))
  const answersInWrite = answersOn(writing, searchWithin(writing, threads.file))
  const retentionMs = options.outboxRetentionMs ?? defaultRetentionMs
  const sweep = sweepOn(writing.db, retentionMs, indexing.done)
  const changes = lastChange(writing)
  const searches = searchThread(threads, bounds.searchesMax)
  const checkpoints = checkpointThread(threads)
  const outbox = watchOutbox(changesOn(writing))
  const writer = createWriter({
    connection: writing,
    apply: outbox.apply,
    configs: loadConfigs(writing),
    clock: options.clock,
    bounds,
    // A tool writes a row or two; the server beside it, or closing, takes care of the log.
    committed: () => {
      reader.renew()
      outbox.committed()
      if (options.mode !== 'tool') checkpoints.written()
      if (options.mode !== 'tool') indexing.written(changes())
    },
  })
  return {
    kind: 'sqlite',
    configs: {
      domain: (id) => writer.configs().domain(id),
      domains: () => writer.configs().domains(),
    },
    load: async <P extends Plan>(plan: P) =>
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
    accessKey: (id: string): AccessKeyRow | undefined => reader.once(id, () => accessKey(id)),
    onOutgoing: outbox.listen,
    // A data folder has one server.
    lease: async () => true,
    sweep: async (nowMs, limit) => {
      const removed = await writer.write(() => sweep(nowMs, limit))
      return { removed: Number(removed) }
    },
    verify: async (mac) => {
      const own = openConnection(threads.file, { readOnly: true })
      try {
        return verifyOn(own.db, mac)
      } finally {
        own.db.close()
      }
    },
    backup: (target) => backupTo(threads.file, target),
    close: async () => {
      await writer.drain()
      await searches.close()
      await indexing.close()
      await checkpoints.close()
      release()
    },
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

const lock = async (directory: string, { mode, clock }: StoreOptions) => {
  for (let tries = 1; ; tries += 1) {
    const unlock = lockFolder(directory)
    if (unlock !== undefined || mode === 'tool') return unlock
    // A tool holds the lock too, for the moment in which it opens the database.
    if (tries === lockTries) {
      throw new Error(`Another server is running on the data folder ${directory}.`)
    }
    await clock.sleep(lockPauseMs)
  }
}

const lockTries = 10
const lockPauseMs = 50

// A tool beside a running server must not change the schema under it.
const prepare = ({ db }: Connection, { clock }: StoreOptions, alone: boolean): void => {
  const known = migrations()
  if (alone) {
    migrate(db, known, clock)
    return
  }
  if (pendingMigrations(db, known).length > 0) {
    throw new Error('The running server is of an older version. Use its own tools, or restart it.')
  }
}
