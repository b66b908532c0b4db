// Where the cases of a query mix are: in a data folder that `bench:data` filled, or in a PostgreSQL of its own that
// such a folder is copied into.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rowsOf } from '../../test/support/postgres.ts'
import { benchDatabase } from '../postgres/server.ts'
import type { StoreName } from './results.ts'

export type Place = AsyncDisposable & {
  readonly store: StoreName
  /** The server's data folder. */
  readonly data: string
  readonly databaseUrl?: string
  /** What the database takes, and what searches look through. */
  sizes(): Promise<{ readonly databaseMb: number; readonly searchMb: number }>
}

/** PostgreSQL takes more than SQLite, has a log, and the server a copy for searches. */
const roomOfFolder = 2

/** Rejects with a sentence where there is no room for it. */
export const openPlace = async (store: StoreName, folder: string): Promise<Place> => {
  if (store === 'sqlite') return folderPlace(folder)
  const room = statfsSync(dirname(resolve(folder)))
  const free = room.bavail * room.bsize
  const needed = roomOfFolder * folderBytes(folder)
  if (free < needed) {
    throw new Error(`A copy needs some ${megabytes(needed)} MB, and ${megabytes(free)} are free.`)
  }
  return postgresPlace(folder)
}

const folderPlace = (data: string): Place => ({
  store: 'sqlite',
  data,
  sizes: async () => ({
    databaseMb: megabytes(folderBytes(data, /^opencases\.db/)),
    searchMb: megabytes(folderBytes(data, /^search\.db/)),
  }),
  [Symbol.asyncDispose]: async () => undefined,
})

const postgresPlace = async (folder: string): Promise<Place> => {
  const held = new AsyncDisposableStack()
  try {
    const { url } = held.use(await benchDatabase())
    const data = mkdtempSync(`${resolve(folder)}-postgres-`)
    held.defer(() => rmSync(data, { recursive: true }))
    await copy(folder, url)
    copyFileSync(join(folder, 'server.key'), join(data, 'server.key'))
    // As autovacuum does by and by: a database that has just been filled knows nothing of itself.
    await rowsOf(url, 'vacuum analyze')
    return {
      store: 'postgres',
      data,
      databaseUrl: url,
      sizes: async () => {
        const [row] = await rowsOf(url, 'select pg_database_size(current_database()) as bytes')
        return {
          databaseMb: megabytes(Number(row?.bytes)),
          searchMb: megabytes(folderBytes(join(data, 'search'))),
        }
      },
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    }
  } catch (error) {
    await held.disposeAsync()
    throw error
  }
}

const copy = async (folder: string, url: string): Promise<void> => {
  const program = fileURLToPath(new URL('../../bin/opencases.js', import.meta.url))
  const words = ['copy', '--from', `sqlite:${folder}`, '--to', url]
  const child = spawn(process.execPath, [program, ...words], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`opencases copy ended with ${code}`)
}

const folderBytes = (folder: string, names = /./): number =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => names.test(name))
        .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    : 0

const megabytes = (bytes: number): number => Math.round(bytes / 1e6)
