// Environment and flags -> one checked, frozen Config. The only reader of `process.env`; a flag wins over the
// variable of the same setting. What is unknown or does not fit stops the start with one sentence (B-802).
import type { Location } from './ids.ts'
import { isLoopback } from './loopback.ts'
import { BadValue } from './setting-values.ts'
import { ConfigError, settings } from './settings.ts'

type Settings = typeof settings
type SettingName = keyof Settings
type ValueOf<N extends SettingName> = ReturnType<Settings[N]['parse']>
type Optional =
  | 'clockStart'
  | 'databaseUrl'
  | 'filesEndpoint'
  | 'filesRegion'
  | 'filesScanner'
  | 'key'
  | 'rootAccessKeyId'
  | 'rootSecretAccessKey'
  | 'tlsCert'
  | 'tlsKey'

/** The checked settings. Those without a default may be missing. */
export type Config = Readonly<
  { [N in Exclude<SettingName, Optional>]: ValueOf<N> } & { [N in Optional]?: ValueOf<N> } & {
    /** Region, account and the partition that the region belongs to. */
    location: Location
  }
>

export type Environment = Readonly<Record<string, string | undefined>>

/** The environment of this process. */
export const environment = (): Environment => process.env

/** The environment for programs that this one starts: without our settings, and without AWS's secrets. */
export const environmentOfOthers = (): Environment =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|OPENCASES)_/.test(name)),
  )

/**
 * Check flags (already split: `{ port: '4580' }`) and environment, fill in defaults.
 * @throws ConfigError with the sentence for the user.
 */
export const readConfig = (
  flags: Readonly<Record<string, string>> = {},
  env: Environment = {},
): Config => {
  refuseUnknownVariables(env)
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(settings) as SettingName[]) {
    const given = flags[flagOf(name)]
    const variable = variableOf(name)
    const text = given ?? env[variable] ?? defaultOf(name)
    if (text === undefined) continue
    const source = given === undefined ? variable : `--${flagOf(name)}`
    values[name] = parsed(name, source, text)
  }
  const config = values as Omit<Config, 'location'>
  requirePair(config, 'rootAccessKeyId', 'rootSecretAccessKey')
  requirePair(config, 'tlsCert', 'tlsKey')
  requireTestServer(config)
  return Object.freeze({ ...config, location: locationOf(config.region, config.account) })
}

/** `bodyBytesMax` -> `body-bytes-max` */
export const flagOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** `bodyBytesMax` -> `OPENCASES_BODY_BYTES_MAX` */
export const variableOf = (name: string): string =>
  `OPENCASES_${flagOf(name).replaceAll('-', '_').toUpperCase()}`

// `OPENCASES_TEST_…` belongs to the tests, which start servers of their own.
const refuseUnknownVariables = (env: Environment): void => {
  const known = new Set(Object.keys(settings).map(variableOf))
  for (const name of Object.keys(env)) {
    if (!name.startsWith('OPENCASES_') || name.startsWith('OPENCASES_TEST_')) continue
    if (!known.has(name)) throw new ConfigError(`Unknown setting ${name}; see opencases --help.`)
  }
}

const defaultOf = (name: SettingName): string | undefined => {
  const setting: { readonly default?: string } = settings[name]
  return setting.default
}

// A bad value is named but not shown: it might be a secret in the wrong place.
const parsed = (name: SettingName, source: string, text: string): unknown => {
  try {
    return settings[name].parse(text)
  } catch (error) {
    if (error instanceof BadValue) throw new ConfigError(`${source} must be ${error.message}.`)
    throw error
  }
}

const requirePair = (config: Partial<Config>, one: SettingName, other: SettingName): void => {
  if ((config[one] === undefined) === (config[other] === undefined)) return
  const [given, missing] = config[one] === undefined ? [other, one] : [one, other]
  throw new ConfigError(`${variableOf(given)} needs ${variableOf(missing)} beside it.`)
}

// Whoever reaches such a server can make it forget everything, or fail.
const requireTestServer = ({ clock, clockStart, host }: Omit<Config, 'location'>): void => {
  const [mode, start] = [variableOf('clock'), variableOf('clockStart')]
  if (clock === 'virtual' && !isLoopback(host)) {
    throw new ConfigError(
      `${mode}=virtual is for tests and takes a loopback ${variableOf('host')}.`,
    )
  }
  if (clock === 'real' && clockStart !== undefined) {
    throw new ConfigError(`${start} needs ${mode}=virtual beside it.`)
  }
}

const locationOf = (region: string, accountId: string): Location => {
  const partition = region.startsWith('cn-')
    ? 'aws-cn'
    : region.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws'
  return Object.freeze({ partition, region, accountId })
}
