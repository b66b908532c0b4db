// `opencases restore FILE`: fills a data folder that is missing or empty from a backup. The server must be down.
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import type { Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { unpack } from '../storage/archive.ts'

export const restore = async (config: Config, [file]: readonly string[]): Promise<number> => {
  if (file === undefined) throw new ConfigError('restore needs a FILE to read.')
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (existsSync(config.data) && readdirSync(config.data).length > 0) {
    throw new Error(`${config.data} is not empty; restore fills only an empty data folder.`)
  }
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  unpack(file, config.data)
  process.stdout.write(`restored to ${config.data}\n`)
  return 0
}
