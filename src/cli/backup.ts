// `opencases backup FILE`: one SQLite file that holds the database as it is now and, in a table of its own, the
// server key and the credentials. Whoever has it has everything: it is written with mode 0600.
import { chmodSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { packFiles } from '../storage/archive.ts'
import { archivedFiles } from './archived-files.ts'
import { withTool } from './tool.ts'

export const backup = async (config: Config, [file]: readonly string[]): Promise<number> => {
  if (file === undefined) throw new ConfigError('backup needs a FILE to write.')
  const target = resolve(file)
  if (existsSync(target)) throw new Error(`${file} exists already; a backup overwrites nothing.`)
  await withTool(config, ({ store }) => store.backup(target))
  chmodSync(target, 0o600)
  packFiles(target, config.data, archivedFiles)
  process.stdout.write(`backed up to ${file}\n`)
  return 0
}
