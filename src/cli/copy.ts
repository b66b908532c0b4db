// `opencases copy --from PLACE --to PLACE`: everything from a data folder into PostgreSQL, or back. No server may
// run on either meanwhile. Cut off, it goes on where it was when it is run again.
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { keyFileName, masterKey } from '../access/key-file.ts'
import { serverKey } from '../access/server-key.ts'
import { type Clock, realClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import type { Store } from '../storage/contract.ts'
import { copyAll, countAll } from '../storage/copy.ts'
import { databaseFile } from '../storage/index.ts'
import { open } from '../storage/open.ts'
import { print } from './print.ts'

type Place = { readonly data: string; readonly databaseUrl?: string }

export const copy = async (
  config: Config,
  _: readonly string[],
  flags: Readonly<Record<string, string>>,
): Promise<number> => {
  const [from, to] = [placeOf(config, flags, 'from'), placeOf(config, flags, 'to')]
  if (from.databaseUrl === undefined && !existsSync(join(from.data, databaseFile))) {
    throw new Error(`There is no OpenCases database in ${from.data}.`)
  }
  if (config.key === undefined && !existsSync(join(from.data, keyFileName))) {
    throw new Error(
      `The server key is missing: there is none in ${from.data}, and no OPENCASES_KEY.`,
    )
  }
  const clock = realClock()
  const key = serverKey(masterKey({ ...from, key: config.key }, clock.random), clock.random)
  await using source = await opened(config, from, clock)
  await using target = await opened(config, to, clock)
  await copyAll({ source: source.store, target: target.store, copied: showProgress() })
  const [all, copied] = [await countAll(source.store), await countAll(target.store)]
  const { faults, cases, events } = await target.store.verify(key.chain)
  if (JSON.stringify(all) !== JSON.stringify(copied) || faults.length > 0) {
    for (const fault of faults) await print(fault)
    throw new Error('The copy is not what was copied. Was something written meanwhile?')
  }
  keepKey(from, to)
  await print(`copied ${cases} cases with ${events} audit events, and compared`)
  return 0
}

const placeOf = (
  config: Config,
  flags: Readonly<Record<string, string>>,
  flag: 'from' | 'to',
): Place => {
  const text = flags[flag]
  if (text === undefined) throw new ConfigError('copy needs --from and --to.')
  const [, folder] = /^sqlite:(.+)$/.exec(text) ?? []
  if (folder !== undefined && folder !== ':memory:') return { data: folder }
  if (/^postgres(?:ql)?:\/\//.test(text)) return { data: config.data, databaseUrl: text }
  throw new ConfigError(`--${flag} must be sqlite:FOLDER or an address of PostgreSQL.`)
}

const opened = async (
  config: Config,
  { data, databaseUrl }: Place,
  clock: Clock,
): Promise<{ store: Store } & AsyncDisposable> => {
  const { databaseUrl: _, ...settings } = config
  const place = databaseUrl === undefined ? { data } : { data, databaseUrl }
  const store = await open({ ...settings, ...place }, clock, 'copying')
  return { store, [Symbol.asyncDispose]: () => store.close() }
}

/** Without its key a folder cannot be served. */
const keepKey = (from: Place, to: Place): void => {
  const [file, copied] = [join(from.data, keyFileName), join(to.data, keyFileName)]
  if (existsSync(file) && !existsSync(copied)) copyFileSync(file, copied)
}

/** On a terminal, where it has come to; the line is written over and over. */
const showProgress = (): ((what: string, rows: number) => void) => {
  if (!process.stderr.isTTY) return () => {}
  return (what, rows) => void process.stderr.write(`\r\x1b[K${what}: ${rows}`)
}
