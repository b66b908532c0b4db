// Opens the store: one SQLite file in the data folder, one connection that writes, one that reads, and threads
// for what could hold up the event loop.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { backup as copyDatabase } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import type { AccessKeyRow } from '../domain/rows.ts'
import type { Plan, Rows, Store, Write } from './contract.ts'
import { migrate, migrations, pendingMigrations } from './migrate.ts'
import { accessKeyById } from './sqlite/account.ts'
import { changesOn } from './sqlite/changes.ts'
import { loadConfigs } from './sqlite/configs.ts'
import { type Connection, openConnection } from './sqlite/connection.ts'
import { lockFolder } from './sqlite/lock.ts'
import { answersOn, mayScan, runPlan } from './sqlite/queries.ts'
import { sweepOn } from './sqlite/sweep.ts'
import { temporaryFolder } from './sqlite/temporary-folder.ts'
import { searchThread, startCheckpoints } from './sqlite/threads.ts'
import { verifyOn } from './sqlite/verify.ts'
import { createWriter, Refused, type WriterBounds } from './sqlite/writer.ts'

export type StoreOptions = {
  /** The data folder, made if it is missing; `:memory:` for a store that goes away when it is closed. */
  readonly directory: string | ':memory:'
  readonly clock: Clock
  /** A `tool` works beside a running server; only one `server` opens a folder. */
  readonly mode?: 'server' | 'tool'
  readonly bounds?: Partial<WriterBounds>
  /** How long an outgoing event is kept, in milliseconds. */
  readonly outboxRetentionMs?: number
  /** For tests of a full disk. */
  readonly pagesMax?: number
}

const defaultBounds: WriterBounds = { queueMax: 10_000, groupMax: 256, groupMs: 8, busyMs: 5000 }

const defaultRetentionMs = 24 * 60 * 60 * 1000

/** The name of the database in the data folder. */
export const databaseFile = 'opencases.db'

/** Open the store of a data folder. Rejects with a sentence where it cannot. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const temporary = options.directory === ':memory:' ? temporaryFolder() : undefined
  const directory = temporary?.path ?? options.directory
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lock(directory, options)
  try {
    const file = join(directory, databaseFile)
    const writing = openConnection(file, {
      durable: temporary === undefined,
      ...(options.pagesMax === undefined ? {} : { pagesMax: options.pagesMax }),
    })
    prepare(writing, options, unlock !== undefined)
    const reading = openConnection(file, { readOnly: true })
    return storeOn({ ...options, file }, writing, reading, () => {
      unlock?.()
      temporary?.remove()
    })
  } catch (error) {
    unlock?.()
    temporary?.remove()
    throw error
  }
}

const storeOn = (
  { file, ...options }: StoreOptions & { readonly file: string },
  writing: Connection,
  reading: Connection,
  released: () => void,
): Store => {
  const answers = answersOn(reading)
  const answersInWrite = answersOn(writing)
  const accessKey = accessKeyById(reading)
  const sweep = sweepOn(writing.db, options.outboxRetentionMs ?? defaultRetentionMs)
  const searches = searchThread(file)
  const checkpoints = options.mode === 'tool' ? undefined : startCheckpoints(file)
  const writer = createWriter({
    connection: writing,
    apply: changesOn(writing),
    configs: loadConfigs(writing),
    clock: options.clock,
    bounds: { ...defaultBounds, ...options.bounds },
    committed: () => {},
  })
  return {
    kind: 'sqlite',
    configs: {
      domain: (id) => writer.configs().domain(id),
      domains: () => writer.configs().domains(),
    },
    load: async <P extends Plan>(plan: P) =>
      mayScan(plan) ? searches.load(plan) : snapshot(reading, () => runPlan(answers, plan)),
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
    accessKey: (id: string): AccessKeyRow | undefined => accessKey(id),
    sweep: async (nowMs, limit) => {
      const removed = await writer.write(() => sweep(nowMs, limit))
      return { removed: Number(removed) }
    },
    verify: async (mac) => {
      const own = openConnection(file, { readOnly: true })
      try {
        return verifyOn(own.db, mac)
      } finally {
        own.db.close()
      }
    },
    backup: async (target) => {
      if (existsSync(target)) throw new Error(`${target} exists already.`)
      await copyDatabase(reading.db, target)
    },
    close: async () => {
      await writer.drain()
      await searches.close()
      await checkpoints?.close()
      reading.db.close()
      writing.db.close()
      released()
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

const snapshot = <T>({ db }: Connection, run: () => T): T => {
  db.exec('begin')
  try {
    return run()
  } finally {
    db.exec('commit')
  }
}

const lock = (directory: string, { mode }: StoreOptions): (() => void) | undefined => {
  const unlock = lockFolder(directory)
  if (unlock === undefined && mode !== 'tool') {
    throw new Error(`Another server is running on the data folder ${directory}.`)
  }
  return unlock
}

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
