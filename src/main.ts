// The command line: reads flags and environment, runs one command, and turns every failure into a sentence and
// an exit code. 0 done, 1 failed, 2 asked for something that does not exist.
import { backup } from './cli/backup.ts'
import { readFlags } from './cli/flags.ts'
import { help } from './cli/help.ts'
import { keys } from './cli/keys.ts'
import { restore } from './cli/restore.ts'
import { serve } from './cli/serve.ts'
import { verify } from './cli/verify.ts'
import { type Config, environment, readConfig } from './config.ts'
import { ApiError } from './errors.ts'
import { ConfigError } from './settings.ts'
import { version } from './version.ts'

export type Command = (
  config: Config,
  words: readonly string[],
  flags: Readonly<Record<string, string>>,
) => Promise<number>

const commands: Readonly<Record<string, Command>> = {
  serve,
  keys,
  verify,
  backup,
  restore,
}

/** Run the command that the arguments name. Resolves with the exit code. */
export const main = async (arguments_: readonly string[]): Promise<number> => {
  try {
    const { words, flags, own } = readFlags(arguments_)
    if (own.version !== undefined) return say(version)
    const [name, ...rest] = words
    if (own.help !== undefined || name === 'help') return say(help())
    const command = name === undefined ? undefined : commands[name]
    if (command === undefined) {
      throw new ConfigError(`Unknown command ${name ?? '(none)'}; see opencases --help.`)
    }
    return await command(readConfig(flags, environment()), rest, own)
  } catch (error) {
    process.stderr.write(`opencases: ${sentence(error)}\n`)
    return error instanceof ConfigError ? 2 : 1
  }
}

const say = (text: string): number => {
  process.stdout.write(`${text}\n`)
  return 0
}

const sentence = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof ApiError) return error.message
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'The address is in use by another program. Choose another port.'
  if (code === 'EACCES') return `Permission denied: ${error.message}`
  return error.message
}
