// An empty folder, and the stores that are opened in it.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { realClock } from '../../src/clock.ts'
import type { Store } from '../../src/storage/contract.ts'
import { databaseFile, openStore, type StoreOptions } from '../../src/storage/index.ts'
import { temporaryFolder } from '../support/program.ts'
import type { BackedUpPlace } from './place.ts'

export type SqlitePlace = BackedUpPlace & {
  readonly folder: string
  /** The database file. */
  readonly file: string
  open(options?: Partial<StoreOptions>): Promise<Store>
}

export const sqlitePlace = async (): Promise<SqlitePlace> => {
  const root = temporaryFolder()
  const folder = join(root.path, 'data')
  const opened = new Set<Store>()
  let names = 0
  const name = (): string => {
    names += 1
    return join(root.path, `${names}`)
  }
  const open = async (options: Partial<StoreOptions>): Promise<Store> => {
    const store = await openStore({ directory: folder, clock: realClock(), ...options })
    opened.add(store)
    return store
  }
  const close = async (store: Store): Promise<void> => {
    opened.delete(store)
    await store.close()
  }
  return {
    folder,
    file: join(folder, databaseFile),
    open: (options = {}) => open(options),
    close,
    beside: () => open({ mode: 'tool' }),
    backupFile: name,
    restored: async (file) => {
      const directory = name()
      mkdirSync(directory)
      copyFileSync(file, join(directory, databaseFile))
      return open({ directory })
    },
    [Symbol.asyncDispose]: async () => {
      for (const store of opened) await close(store)
      root[Symbol.dispose]()
    },
  }
}
