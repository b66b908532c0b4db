// Where the cases of a query mix are: in a data folder that `bench:data` filled, in a PostgreSQL of its own that such
// a folder is copied into, or in a PostgreSQL that is there already.
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { rowsOf } from '../../test/support/postgres.ts'
import { benchDatabase } from '../postgres/server.ts'
import { fillPostgres } from './fill-postgres.ts'
import type { SearchRun, StoreName } from './results.ts'

export type Place = AsyncDisposable & {
  readonly store: StoreName
  /** The server's data folder. */
  readonly data: string
  readonly databaseUrl?: string
  sizes(): Promise<Sizes>
}

type Sizes = Pick<SearchRun, 'copyMb' | 'databaseMb' | 'searchMb'>

const searchFile = /^search\.db/

/** PostgreSQL takes more than SQLite, and its log up to as much as its setting lets it grow. */
const databaseOfFolder = 1.6
const logBytes = 4.5e9
/** The server's copy for searches has cases and no histories. */
const copyOfFolder = 1

export type PlaceOptions = {
  readonly store: StoreName
  readonly folder: string
  /** Of a PostgreSQL that has the cases; else one is started and filled. */
  readonly databaseUrl?: string | undefined
}

/** Rejects with a sentence where there is no room for it. */
export const openPlace = async (options: PlaceOptions): Promise<Place> => {
  const { store, folder, databaseUrl } = options
  if (databaseUrl !== undefined) return databasePlace(folder, databaseUrl)
  if (store === 'sqlite') return folderPlace(folder)
  mustHaveRoom(folderBytes(folder), [
    // Where `benchDatabase` puts its database, and where the server has its copy.
    { at: tmpdir(), times: databaseOfFolder, more: logBytes },
    { at: dirname(resolve(folder)), times: copyOfFolder, more: 0 },
  ])
  return postgresPlace(folder)
}

type Part = { readonly at: string; readonly times: number; readonly more: number }

const mustHaveRoom = (bytes: number, parts: readonly Part[]): void => {
  const disks = new Map<number, { at: string; needed: number }>()
  for (const { at, times, more } of parts) {
    const disk = statSync(at).dev
    const needed = (disks.get(disk)?.needed ?? 0) + times * bytes + more
    disks.set(disk, { at, needed })
  }
  for (const { at, needed } of disks.values()) {
    const { bavail, bsize } = statfsSync(at)
    const free = megabytes(bavail * bsize)
    const told = `A copy needs some ${megabytes(needed)} MB in ${at}, and ${free} are free.`
    if (bavail * bsize < needed) throw new Error(told)
    console.log(told)
  }
}

const folderPlace = (data: string): Place => ({
  store: 'sqlite',
  data,
  sizes: async () => ({
    databaseMb: megabytes(folderBytes(data, /^opencases\.db/)),
    searchMb: megabytes(folderBytes(data, searchFile)),
  }),
  [Symbol.asyncDispose]: async () => undefined,
})

const postgresPlace = async (folder: string): Promise<Place> => {
  const held = new AsyncDisposableStack()
  try {
    const { url, unsynced } = held.use(await benchDatabase())
    const data = mkdtempSync(`${resolve(folder)}-postgres-`)
    held.defer(() => rmSync(data, { recursive: true }))
    copyFileSync(join(folder, 'server.key'), join(data, 'server.key'))
    await unsynced(() => fillPostgres(folder, data, url))
    // As autovacuum does by and by: a database that has just been filled knows nothing of itself.
    await rowsOf(url, 'vacuum analyze')
    await rowsOf(url, 'checkpoint')
    return { ...databasePlace(data, url), [Symbol.asyncDispose]: () => held.disposeAsync() }
  } catch (error) {
    await held.disposeAsync()
    throw error
  }
}

const databasePlace = (data: string, databaseUrl: string): Place => ({
  store: 'postgres',
  data,
  databaseUrl,
  sizes: async () => {
    const size = 'select pg_database_size(current_database()) as bytes'
    const [row] = await rowsOf(databaseUrl, size)
    const copied = join(data, 'search')
    return {
      databaseMb: megabytes(Number(row?.bytes)),
      searchMb: megabytes(folderBytes(copied, searchFile)),
      copyMb: megabytes(folderBytes(copied)),
    }
  },
  [Symbol.asyncDispose]: async () => undefined,
})

const folderBytes = (folder: string, names = /./): number =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => names.test(name))
        .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    : 0

const megabytes = (bytes: number): number => Math.round(bytes / 1e6)
