// `opencases backup FILE`: one SQLite file that holds the database as it is now and, in a table of its own, the
// server key and the credentials. Whoever has it has everything: it is written with mode 0600.
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { packFiles } from '../storage/archive.ts'
import { archivedFiles } from './archived-files.ts'
import { print } from './print.ts'
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
  await withTool(config, async ({ store }) => {
    try {
      await store.backup(target)
      chmodSync(target, 0o600)
      packFiles(target, config.data, archivedFiles)
    } catch (cause) {
      rmSync(target, { force: true })
      throw new Error(`${file} cannot be written: ${sentenceOf(cause)}`, { cause })
    }
  })
  await print(`backed up to ${file}`)
  return 0
}
