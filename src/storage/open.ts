// Opens whichever store the settings name: SQLite in the data folder, or PostgreSQL. Only what is named is loaded:
// the driver of a database that nobody uses costs every start.
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
}

/** Open the store. Rejects with a sentence where it cannot. */
export const open = async (
  settings: StoreSettings,
  clock: Clock,
  mode: 'server' | 'tool' = 'server',
): Promise<Store> => {
  const { data: directory, databaseUrl: url, onIndexing } = settings
  const outboxRetentionMs = settings.outboxRetentionHours * 60 * 60 * 1000
  if (url === undefined) {
    const told = onIndexing === undefined ? {} : { onIndexing }
    return openStore({ directory, clock, mode, outboxRetentionMs, ...told })
  }
  if (directory !== ':memory:') makeFolder(directory)
  const { openPostgres } = await import('./postgres/store.ts')
  return openPostgres({
    url,
    clock,
    mode,
    outboxRetentionMs,
    connectionsMax: mode === 'tool' ? 1 : settings.databaseConnections,
  })
}
