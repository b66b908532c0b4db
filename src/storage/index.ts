// Opens the store: one SQLite file in the data folder, one connection that writes, one that reads, and threads
// for what could hold up the event loop.
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Plan, Store, Write } from './contract.ts'
import { makeFolder } from './make-folder.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { migrations } from './migration-files.ts'
import { backupTo } from './sqlite/backup.ts'
import { type Connection, openConnection } from './sqlite/connection.ts'
import type { StoreBounds } from './sqlite/engine.ts'
import { unopened } from './sqlite/failures.ts'
import { lockFile, lockFolder } from './sqlite/lock.ts'
import { type Replaceable, replaceable } from './sqlite/replaceable.ts'
import { searchFile } from './sqlite/search-file.ts'
import { temporaryFolder } from './sqlite/temporary-folder.ts'
import { verifyOn } from './sqlite/verify.ts'
import { mustBeWritable } from './sqlite/writable.ts'

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
  /** Told why searches do without the search file, or fail. */
  readonly onSearchFileFailed?: (error: Error) => void
  /** For tests of a full disk. */
  readonly pagesMax?: number
  /** For what can be made again: the last commits may be lost where the machine stops. */
  readonly durable?: 'inOrder'
}

const defaultBounds: StoreBounds = {
  queueMax: 10_000,
  groupMax: 256,
  groupMs: 8,
  gatherMs: 0.4,
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
    const engine = await replaceable({
      file,
      searchFile: join(directory, searchFile),
      durable: temporary === undefined && (options.durable ?? true),
      clock: options.clock,
      bounds: { ...defaultBounds, ...options.bounds },
      outboxRetentionMs: options.outboxRetentionMs ?? defaultRetentionMs,
      isServer: options.mode !== 'tool',
      ...(options.onIndexing === undefined ? {} : { onIndexing: options.onIndexing }),
      ...(options.onSearchFileFailed === undefined
        ? {}
        : { onSearchFileFailed: options.onSearchFileFailed }),
      ...(options.pagesMax === undefined ? {} : { pagesMax: options.pagesMax }),
      prepare: (writing) => {
        prepare(writing, options, unlock !== undefined)
        if (options.mode === 'tool') unlock?.()
      },
    })
    return storeOn(engine, file, () => held.dispose())
  } catch (error) {
    held.dispose()
    throw unopened(error, options.directory)
  }
}

const storeOn = (engine: Replaceable, file: string, release: () => void): Store => ({
  kind: 'sqlite',
  configs: {
    domain: (id) => engine.configs().domain(id),
    domains: () => engine.configs().domains(),
  },
  load: <P extends Plan>(plan: P) => engine.use((now) => now.load(plan)),
  write: <P extends Plan, Answer>(write: Write<P, Answer>) => engine.use((now) => now.write(write)),
  accessKey: (id) => engine.use((now) => now.accessKey(id)),
  onOutgoing: engine.onOutgoing,
  // A data folder has one server.
  lease: async () => true,
  sweep: async (nowMs, limit) => ({ removed: await engine.use((now) => now.sweep(nowMs, limit)) }),
  verify: async (mac) => {
    const own = openConnection(file, { readOnly: true })
    try {
      return verifyOn(own.db, mac)
    } finally {
      own.db.close()
    }
  },
  backup: (target) => backupTo(file, target),
  reset: engine.empty,
  close: async () => {
    await engine.close()
    release()
  },
})

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
