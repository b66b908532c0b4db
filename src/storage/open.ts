// Opens whichever store the settings name: SQLite in the data folder, or PostgreSQL. Only what is named is loaded:
// the driver of a database that nobody uses costs every start.
import { join } from 'node:path'
import v8 from 'node:v8'
import type { Clock } from '../clock.ts'
import type { Store } from './contract.ts'
import { openStore, type StoreOptions } from './index.ts'
import { makeFolder } from './make-folder.ts'

export type StoreSettings = {
  /** The data folder; with a database elsewhere it holds the server key and the credentials. */
  readonly data: string
  readonly databaseUrl?: string
  readonly databaseConnections: number
  readonly outboxRetentionHours: number
  readonly onIndexing?: NonNullable<StoreOptions['onIndexing']>
  readonly onSearchFileFailed?: NonNullable<StoreOptions['onSearchFileFailed']>
  /** Told why searches in PostgreSQL have no copy to look through. */
  readonly onCopyFailed?: (error: unknown) => void
}

/**
 * What a store is opened for: by a server; by a tool beside one; or by one that copies everything, which has the
 * store for itself, as a server has, and searches nothing in it.
 */
export type OpenMode = 'server' | 'tool' | 'copying'

/** Open the store. Rejects with a sentence where it cannot. */
export const open = async (
  settings: StoreSettings,
  clock: Clock,
  purpose: OpenMode = 'server',
): Promise<Store> => {
  const mode = purpose === 'tool' ? 'tool' : 'server'
  const { data: directory, databaseUrl: url, onCopyFailed } = settings
  const outboxRetentionMs = settings.outboxRetentionHours * 60 * 60 * 1000
  if (url === undefined) {
    return openStore({ directory, clock, mode, outboxRetentionMs, ...tellers(settings) })
  }
  if (directory !== ':memory:') makeFolder(directory)
  if (mode === 'server') keepYoungObjectsYoung()
  const { openPostgres } = await import('./postgres/store.ts')
  return openPostgres({
    url,
    clock,
    mode,
    outboxRetentionMs,
    ...(onCopyFailed === undefined ? {} : { onCopyFailed }),
    ...(purpose === 'server' && { openCopy: () => openedCopy(settings, clock) }),
    connectionsMax: mode === 'tool' ? 1 : settings.databaseConnections,
  })
}

const openedCopy = (settings: StoreSettings, clock: Clock): Promise<Store> => {
  const { onSearchFileFailed } = tellers(settings)
  const told = onSearchFileFailed === undefined ? {} : { onSearchFileFailed }
  return openStore({ directory: folderOfCopy(settings.data), clock, durable: 'inOrder', ...told })
}

const tellers = ({ onIndexing, onSearchFileFailed }: StoreSettings) => ({
  ...(onIndexing === undefined ? {} : { onIndexing }),
  ...(onSearchFileFailed === undefined ? {} : { onSearchFileFailed }),
})

/** Where the copy of the cases lies that searches look through. It may be removed while no server runs. */
const folderOfCopy = (data: string): string => (data === ':memory:' ? data : join(data, 'search'))

/**
 * Where many objects made by one line of code were old once, V8 makes all later ones of that line
 * among the old ones; and each, dead or not, keeps what it points to until the whole heap is
 * collected. After some thousand writes that was most of every request: pauses of 10 ms and more,
 * three a second, instead of 1 ms. Only here, and not as soon as the program starts: Node's own code
 * is compiled for other flags, and compiling it anew takes 30 ms.
 */
const keepYoungObjectsYoung = (): void => v8.setFlagsFromString('--no-allocation-site-pretenuring')
