// Changes the database under a store that serves: who comes meanwhile waits for a moment, and then finds the new one.
// So emptying takes as long for a million rows as for one.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Configs } from '../../domain/domain-config.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migration-files.ts'
import { openConnection } from './connection.ts'
import { type Engine, type EngineOptions, openEngine } from './engine.ts'
import type { SearchFileFailed } from './indexing.ts'
import { removeSearchFile } from './search-file.ts'
import { sync } from './sync.ts'
import { databaseThreads } from './threads.ts'

export type Replaceable = {
  /** Of the database that there is. */
  configs(): Configs
  /** Run on it; while it is being changed, as soon as that is done. */
  use: Use
  /** Called when outgoing events were committed; what it gives ends that. */
  onOutgoing(wake: () => void): () => void
  /** Go on with an empty database that has the same access keys and consumers of the outbox. */
  empty(): Promise<void>
  close(): Promise<void>
}

type Use = {
  <T>(run: (engine: Engine) => Promise<T>): Promise<T>
  <T>(run: (engine: Engine) => T): T | Promise<T>
}

type Given = Omit<EngineOptions, 'appended' | 'threads'> & {
  /** Told why searches do without the search file, or fail; the same reason once. */
  readonly onSearchFileFailed?: (error: Error) => void
}

/** Open a database that can be changed for an empty one. */
export const replaceable = async (given: Given): Promise<Replaceable> => {
  const { bounds, ...place } = given
  const onSearchFileFailed = tellingOnce(given)
  const threads = databaseThreads({ ...place, ...bounds, onSearchFileFailed })
  const listeners = new Set<() => void>()
  const appended = () => listeners.forEach((wake) => void wake())
  const options: EngineOptions = { ...given, appended, threads }
  let engine = await openEngine(options)
  let changing: Promise<void> | undefined
  const use: Use = <T>(run: (engine: Engine) => Promise<T>): Promise<T> =>
    changing === undefined ? run(engine) : changing.then(() => use(run))
  // Made once: a database that has grown through all versions, and is empty, is the same each time.
  let empty: Uint8Array | undefined
  const change = async (): Promise<void> => {
    empty ??= emptyDatabase(options)
    const fresh = freshDatabase(options, empty)
    await engine.rest()
    try {
      engine.handOver(fresh.name)
      await engine.close('discard')
      // It follows the old one: opened first and then made anew, it would cost twice as much.
      removeSearchFile(options.searchFile)
      fresh.takeOver()
    } finally {
      await engine.close()
      engine = await openEngine(options)
    }
  }
  return {
    configs: () => engine.configs(),
    use,
    onOutgoing: (wake) => {
      listeners.add(wake)
      return () => void listeners.delete(wake)
    },
    empty: async () => {
      while (changing !== undefined) await changing
      const changed = change()
      const done = () => {
        changing = undefined
      }
      changing = changed.then(done, done)
      await changed
    },
    close: async () => {
      while (changing !== undefined) await changing
      await engine.rest()
      await threads.close()
      await engine.close()
    },
  }
}

/** One that is spoiled is taken away: who has it open goes on as well as it can, and the next start makes it anew. */
const tellingOnce = ({ searchFile, onSearchFileFailed }: Given): SearchFileFailed => {
  let last = ''
  return (failure, isSpoiled) => {
    if (failure === last) return
    last = failure
    if (isSpoiled) removeSearchFile(searchFile)
    const ending = isSpoiled
      ? 'it is damaged, and made anew at the next start'
      : 'it is tried again'
    onSearchFileFailed?.(new Error(`${failure}; ${ending}`))
  }
}

/** The bytes of an empty database of the newest version. */
const emptyDatabase = ({ file, clock }: EngineOptions): Uint8Array => {
  const name = freshName(file)
  remove(name)
  const { db } = openConnection(name, { durable: false })
  try {
    migrate(db, migrations(), clock)
  } finally {
    db.close()
  }
  return readFileSync(name)
}

/** An empty database beside `file`, ready to take its place. */
const freshDatabase = ({ file, durable }: EngineOptions, empty: Uint8Array) => {
  const name = freshName(file)
  remove(name)
  writeFileSync(name, empty, { flush: durable !== false })
  return {
    name,
    /** Of the old one nothing may be open. Its log goes first: it would be taken for the new one's. */
    takeOver: (): void => {
      for (const suffix of logs) rmSync(`${file}${suffix}`, { force: true })
      renameSync(name, file)
      if (durable) sync(dirname(file))
    },
  }
}

const freshName = (file: string): string => `${file}-fresh`

const logs = ['-wal', '-shm']

/** What a crash in the middle may have left. */
const remove = (name: string): void => {
  for (const suffix of ['', ...logs]) rmSync(`${name}${suffix}`, { force: true })
}
