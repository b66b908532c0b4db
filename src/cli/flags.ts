// Splits a command line into words, flags that are settings (`config.ts` checks their values) and flags that
// belong to one command.
import { flagOf } from '../config.ts'
import { ConfigError, settings } from '../settings.ts'

export type Line = {
  readonly words: readonly string[]
  /** Settings, by flag name without dashes. */
  readonly flags: Readonly<Record<string, string>>
  /** Flags of a command: `name`, `policy`, `json`, `help` and the like. */
  readonly own: Readonly<Record<string, string>>
}

const ownWithValue = new Set(['name', 'policy', 'expires', 'sink', 'from', 'to'])
const ownSwitches = new Set(['json', 'delivered', 'help', 'version'])

/** @throws ConfigError for a flag that does not exist or has no value. */
export const readFlags = (line: readonly string[]): Line => {
  const words: string[] = []
  const flags: Record<string, string> = {}
  const own: Record<string, string> = {}
  const rest = [...line]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      words.push(word)
      continue
    }
    const [dashed = '', ...value] = word.split('=')
    const name = dashed === '-h' ? 'help' : dashed.replace(/^--/, '')
    const target = kindOf(name) === 'setting' ? flags : own
    if (target[name] !== undefined) throw new ConfigError(`--${name} is given twice.`)
    target[name] = givenValue(name, value.length > 0 ? value.join('=') : undefined, rest)
  }
  return { words, flags, own }
}

const switches: ReadonlySet<string> = new Set(
  Object.entries(settings)
    .filter(([, setting]) => !('value' in setting))
    .map(([name]) => flagOf(name)),
)

const settingFlags: ReadonlySet<string> = new Set(Object.keys(settings).map(flagOf))

const kindOf = (name: string): 'own' | 'setting' => {
  if (settingFlags.has(name)) return 'setting'
  if (ownWithValue.has(name) || ownSwitches.has(name)) return 'own'
  throw new ConfigError(
    `Unknown flag ${name.startsWith('-') ? name : `--${name}`}; see opencases --help.`,
  )
}

const givenValue = (name: string, inline: string | undefined, rest: string[]): string => {
  if (inline !== undefined) return inline
  if (switches.has(name) || ownSwitches.has(name)) return 'true'
  const next = rest.shift()
  if (next === undefined || next.startsWith('--')) throw new ConfigError(`--${name} needs a value.`)
  return next
}
