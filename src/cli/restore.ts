// `opencases restore FILE`: fills a data folder that is missing or empty from a backup. The server must be down.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { extractFiles, readTrailer } from '../files/archive.ts'
import { filesFolder } from '../files/open.ts'
import { ConfigError } from '../settings.ts'
import { unpack } from '../storage/archive.ts'
import { makeFolder } from '../storage/make-folder.ts'
import { print } from './print.ts'

export const restore = async (config: Config, [file]: readonly string[]): Promise<number> => {
  if (file === undefined) throw new ConfigError('restore needs a FILE to read.')
  if (config.databaseUrl !== undefined) {
    throw new Error('The database is in PostgreSQL: restore it with pg_restore.')
  }
  const { data } = config
  if (data === ':memory:') throw new ConfigError('restore needs a data folder; :memory: is none.')
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new Error(`${data} is not empty; restore fills only an empty data folder.`)
  }
  makeFolder(data)
  try {
    const trailer = readTrailer(file)
    extractFiles(file, join(data, filesFolder), trailer)
    unpack(file, data, trailer.from)
  } catch (error) {
    for (const name of readdirSync(data)) {
      rmSync(join(data, name), { recursive: true, force: true })
    }
    throw error
  }
  await print(`restored to ${data}`)
  return 0
}
