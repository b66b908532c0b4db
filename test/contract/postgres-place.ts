// An empty database, and the stores that are opened on it.
import { realClock } from '../../src/clock.ts'
import type { Store } from '../../src/storage/contract.ts'
import { openPostgres, type PostgresOptions } from '../../src/storage/postgres/store.ts'
import {
  type Database,
  databaseInSpreadForm,
  emptyDatabase,
  spreadDatabase,
} from '../support/postgres.ts'
import type { Place } from './place.ts'

export type PostgresPlace = Place & {
  readonly url: string
  open(options?: Partial<PostgresOptions>): Promise<Store>
}

export const postgresPlace = (): Promise<PostgresPlace> => placeIn(emptyDatabase)

/** The same with its tables spread over machines. */
export const spreadPlace = (): Promise<PostgresPlace> => placeIn(spreadDatabase)

/** Statements as on several machines, on one. */
export const placeInSpreadForm = (): Promise<PostgresPlace> => placeIn(databaseInSpreadForm)

const placeIn = async (empty: () => Promise<Database>): Promise<PostgresPlace> => {
  const database = await empty()
  const opened = new Set<Store>()
  const open = async (options: Partial<PostgresOptions> = {}): Promise<Store> => {
    const store = await openPostgres({
      url: database.url,
      clock: realClock(),
      connectionsMax: 4,
      ...options,
    })
    opened.add(store)
    return store
  }
  const close = async (store: Store): Promise<void> => {
    opened.delete(store)
    await store.close()
  }
  return {
    url: database.url,
    open,
    close,
    beside: () => open(),
    [Symbol.asyncDispose]: async () => {
      for (const store of opened) await close(store)
      await database[Symbol.asyncDispose]()
    },
  }
}
