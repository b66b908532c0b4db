// The command line: reads flags and environment, runs one command, and turns every failure into a sentence and
// an exit code. 0 done, 1 failed, 2 asked for something that does not exist.
import { backup } from './cli/backup.ts'
import { copy } from './cli/copy.ts'
import { distribute } from './cli/distribute.ts'
import { events } from './cli/events.ts'
import { type Line, readFlags } from './cli/flags.ts'
import { help } from './cli/help.ts'
import { keys } from './cli/keys.ts'
import { print, printError, surviveClosedOutput } from './cli/print.ts'
import { restore } from './cli/restore.ts'
import { sentenceOf } from './cli/sentence.ts'
import { serve } from './cli/serve.ts'
import { verify } from './cli/verify.ts'
import { type Config, environment, readConfig } from './config.ts'
import { ConfigError } from './settings.ts'
import { version } from './version.ts'

type Command = {
  /** @param words what follows the command's name. */
  run(
    config: Config,
    words: readonly string[],
    flags: Readonly<Record<string, string>>,
  ): Promise<number>
  /** How many words may follow the command's name. */
  readonly wordsMax: number
  /** Flags of its own, beside the settings. */
  readonly flags: readonly string[]
}

const commands: Readonly<Record<string, Command>> = {
  serve: { run: serve, wordsMax: 0, flags: [] },
  keys: { run: keys, wordsMax: 2, flags: ['name', 'policy', 'expires', 'json'] },
  events: { run: events, wordsMax: 1, flags: ['sink', 'from', 'delivered', 'json'] },
  verify: { run: verify, wordsMax: 0, flags: [] },
  backup: { run: backup, wordsMax: 1, flags: [] },
  copy: { run: copy, wordsMax: 0, flags: ['from', 'to'] },
  distribute: { run: distribute, wordsMax: 0, flags: [] },
  restore: { run: restore, wordsMax: 1, flags: [] },
}

/** Run the command that the arguments name. Resolves with the exit code. */
export const main = async (line: readonly string[]): Promise<number> => {
  // Whatever is written from here on is for its owner only (B-807).
  process.umask(0o077)
  surviveClosedOutput()
  try {
    const given = readFlags(line)
    if (given.own.version !== undefined) return await say(version)
    if (given.own.help !== undefined || given.words[0] === 'help') return await say(help())
    const command = commandOf(given)
    const config = readConfig(given.flags, environment())
    return await command.run(config, given.words.slice(1), given.own)
  } catch (error) {
    printError(`opencases: ${sentenceOf(error)}`)
    return error instanceof ConfigError ? 2 : 1
  }
}

const say = async (text: string): Promise<number> => {
  await print(text)
  return 0
}

const commandOf = ({ words, own }: Line): Command => {
  const [name, ...rest] = words
  if (name === undefined) throw new ConfigError('A command is missing; see opencases --help.')
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    throw new ConfigError(`Unknown command ${name}; see opencases --help.`)
  }
  const foreign = Object.keys(own).find((flag) => !command.flags.includes(flag))
  if (foreign !== undefined) {
    throw new ConfigError(`${name} has no flag --${foreign}; see opencases --help.`)
  }
  const extra = rest[command.wordsMax]
  if (extra !== undefined) {
    throw new ConfigError(`${name} does not know what to do with ${extra}; see opencases --help.`)
  }
  return command
}
