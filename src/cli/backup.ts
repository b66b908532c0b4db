// `opencases backup FILE`: one SQLite file that holds the database as it is now and, in a table of its own, the
// server key and the credentials; behind it, the attached files that lie in the data folder. Whoever has it has
// everything: it is written with mode 0600.
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { appendFiles } from '../files/archive.ts'
import { filesFolder } from '../files/open.ts'
import { ConfigError } from '../settings.ts'
import { blobsIn, packFiles } from '../storage/archive.ts'
import { archivedFiles } from './archived-files.ts'
import { holdFiles } from './hold-files.ts'
import { print, printError } from './print.ts'
import { sentenceOf } from './sentence.ts'
import { withTool } from './tool.ts'

export const backup = async (config: Config, [file]: readonly string[]): Promise<number> => {
  if (file === undefined) throw new ConfigError('backup needs a FILE to write.')
  if (config.databaseUrl !== undefined) {
    throw new Error(
      'The database is in PostgreSQL: back it up with pg_dump, and keep the server key with it.',
    )
  }
  const target = resolve(file)
  if (existsSync(target)) throw new Error(`${file} exists already; a backup overwrites nothing.`)
  if (!existsSync(dirname(target))) throw new Error(`There is no folder ${dirname(target)}.`)
  const lost = await withTool(config, async ({ store, clock }) => {
    const letGo = await holdFiles(config.data, clock)
    try {
      await store.backup(target)
      chmodSync(target, 0o600)
      packFiles(target, config.data, archivedFiles)
      return config.files.kind === 'folder' ? packAttached(target, config.data) : []
    } catch (cause) {
      rmSync(target, { force: true })
      throw new Error(`${file} cannot be written: ${sentenceOf(cause)}`, { cause })
    } finally {
      letGo()
    }
  })
  for (const blob of lost) printError(`missing or damaged: files/sha256/${blob}`)
  const without = lost.length === 0 ? '' : `, without the bytes of ${lost.length} attached files`
  await print(`backed up to ${file}${without}`)
  return lost.length === 0 ? 0 : 1
}

const packAttached = (target: string, data: string): readonly string[] =>
  appendFiles(target, join(data, filesFolder), blobsIn(target))
