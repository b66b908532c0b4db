// `opencases events dead|replay`: lists what sinks could not have, and has it sent again; works while a server runs.
import { formatInstant, parseInstant } from '../clock.ts'
import type { Config } from '../config.ts'
import type { UndeliveredRow } from '../domain/rows.ts'
import { consumerOf, sinkOf } from '../jobs/deliveries/index.ts'
import { replayDead, rewind } from '../jobs/deliveries/replay.ts'
import { ConfigError } from '../settings.ts'
import { query, type Store } from '../storage/contract.ts'
import { print } from './print.ts'
import { withTool } from './tool.ts'

type Flags = Readonly<Record<string, string>>

export const events = async (
  config: Config,
  [verb]: readonly string[],
  flags: Flags,
): Promise<number> => {
  if (verb === 'dead' && flags.delivered === undefined) return dead(config, flags)
  if (verb === 'replay' && flags.json === undefined) return replay(config, flags)
  throw new ConfigError('events wants dead or replay; see opencases --help.')
}

const dead = (config: Config, { sink, from, json }: Flags): Promise<number> => {
  const fromMs = instantOf(from)
  return withTool(config, async ({ store }) => {
    const { consumers } = await store.load({ consumers: query('consumers', {}) })
    const sinks = consumers.flatMap(({ name }) => sinkOf(name) ?? [])
    if (sink !== undefined && !sinks.includes(sink)) throw unknown(sink)
    for (const name of sink === undefined ? sinks : [sink]) {
      for await (const row of deadOf(store, name, fromMs)) {
        await print(json === undefined ? line(name, row) : jsonLine(name, row))
      }
    }
    return 0
  })
}

const pageMax = 100

async function* deadOf(store: Store, sink: string, fromMs: number): AsyncGenerator<UndeliveredRow> {
  const takes = { consumer: consumerOf(sink), dead: true, fromMs, limit: pageMax }
  for (let after = 0; ; ) {
    const { rows } = await store.load({ rows: query('undelivered', { ...takes, after }) })
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageMax) return
    after = last.position
  }
}

const line = (sink: string, { at, caseId, tries, deadAt, reason, event }: UndeliveredRow) => {
  const { id } = JSON.parse(event) as { id: string }
  const given = formatInstant(deadAt ?? at)
  return `${formatInstant(at)}  ${sink}  event ${id}  case ${caseId}  ${tries} tries, given up ${given}: ${reason}`
}

const jsonLine = (sink: string, { at, tries, deadAt, reason, event }: UndeliveredRow) => {
  const givenUp = formatInstant(deadAt ?? at)
  return JSON.stringify({
    sink,
    at: formatInstant(at),
    tries,
    givenUp,
    reason,
    event: JSON.parse(event),
  })
}

const replay = (config: Config, { sink, from, delivered }: Flags): Promise<number> => {
  if (sink === undefined) throw new ConfigError('events replay needs --sink.')
  if (delivered !== undefined && from === undefined) {
    throw new ConfigError('events replay --delivered needs --from.')
  }
  const fromMs = instantOf(from)
  return withTool(config, async ({ store, clock }) => {
    const wanted = { name: consumerOf(sink), fromMs, wallNow: clock.wallNow() }
    const send = delivered === undefined ? replayDead : rewind
    const count = await send(store, wanted)
    if (count === undefined) throw unknown(sink)
    const what = delivered === undefined ? 'dead letters' : 'events'
    await print(`${count} ${what} will be sent to ${sink} again`)
    return 0
  })
}

const instantOf = (text: string | undefined): number => {
  const ms = text === undefined ? 0 : parseInstant(text)
  if (ms === undefined) throw new ConfigError('--from must be a date and time, as RFC 3339 has it.')
  return ms
}

const unknown = (sink: string) =>
  new Error(`There is no sink ${sink}; no server was started with it.`)
