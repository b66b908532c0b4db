// What operators say of their sinks, checked: a list of JSON objects, each with a name, a type and the members of
// that type. A mistake is one sentence that names sink and member and shows no value: it may be a secret.
import type { Clock } from '../../clock.ts'
import { isWebhookSecret } from './sinks/webhook-secret.ts'

/** What every sink can say. */
export type CommonSettings = {
  readonly name: string
  /** Where a sink begins that was not there before. */
  readonly from: 'now' | 'oldest'
  readonly firstDelayMs: number
  readonly longestDelayMs: number
  readonly giveUpTries: number
  readonly giveUpMs: number
  readonly keepMs: number
}

type Remote = CommonSettings & { readonly parallel: number; readonly timeoutMs: number }

export type WebhookSettings = Remote & {
  readonly type: 'webhook'
  readonly url: string
  readonly secrets: readonly string[]
  readonly secretFile: string | undefined
  readonly format: 'cloudevents' | 'eventbridge'
  readonly headers: Readonly<Record<string, string>>
}

export type AwsSettings = Remote & {
  readonly region: string
  readonly endpoint: string | undefined
}

export type EventBridgeSettings = AwsSettings & {
  readonly type: 'eventbridge'
  readonly bus: string
  readonly source: string
}

export type SqsSettings = AwsSettings & { readonly type: 'sqs'; readonly queueUrl: string }

export type FileSettings = CommonSettings & {
  readonly type: 'file'
  readonly path: string
  readonly rotateBytes: number
  /** Rotated files that are kept; all if undefined. */
  readonly keepFiles: number | undefined
  readonly fsync: boolean
}

export type SinkSettings = EventBridgeSettings | FileSettings | SqsSettings | WebhookSettings

/** What a sink is opened with beside its settings. */
export type SinkContext = { readonly clock: Clock }

/** A sentence about what is wrong. */
export class SinkMistake extends Error {}

const sinksMax = 100

/** Check a list of sinks. `region` is that of a sink that names none. */
export const parseSinks = (value: unknown, region: string): readonly SinkSettings[] => {
  if (!Array.isArray(value)) throw new SinkMistake('must be a JSON list of sinks')
  if (value.length > sinksMax) throw new SinkMistake(`has more than ${sinksMax} sinks`)
  const sinks = value.map((item, index) => parseSink(item, index + 1, region))
  const names = sinks.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new SinkMistake(`has two sinks with the name ${twice}`)
  return sinks
}

const parseSink = (item: unknown, number: number, region: string): SinkSettings => {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw new SinkMistake(`sink ${number}: must be an object`)
  }
  const given = item as Readonly<Record<string, unknown>>
  const name = text(/^[A-Za-z0-9_-]{1,64}$/, 'needs 1 to 64 letters, digits, _ or -')(given.name)
  if ('mustBe' in name) throw new SinkMistake(`sink ${number}: name ${name.mustBe}`)
  const take = taker(name.value, given)
  const type = take('type', oneOf('eventbridge', 'file', 'sqs', 'webhook'))
  const common = { name: name.value, ...commonOf(take) }
  const sink = { ...common, ...arms[type](take, region) } as SinkSettings
  take.nothingElse()
  return sink
}

type Checked<Value> = { readonly value: Value } | { readonly mustBe: string }
type Check<Value> = (value: unknown) => Checked<Value>

/** Hands out members that were checked; at the end no other may be there. */
const taker = (name: string, given: Readonly<Record<string, unknown>>) => {
  const known = new Set(['name'])
  const take = <Value>(member: string, check: Check<Value>, fallback?: Value): Value => {
    known.add(member)
    const value = given[member]
    if (value === undefined && fallback !== undefined) return fallback
    const checked = check(value)
    if ('mustBe' in checked) throw new SinkMistake(`sink ${name}: ${member} ${checked.mustBe}`)
    return checked.value
  }
  const nothingElse = (): void => {
    const other = Object.keys(given).find((member) => !known.has(member))
    if (other !== undefined) throw new SinkMistake(`sink ${name}: there is no member ${other}`)
  }
  return Object.assign(take, { nothingElse })
}

type Take = ReturnType<typeof taker>

const hourMs = 60 * 60 * 1000

const ms = (unit: number, count: number): number => Math.round(unit * count)

const commonOf = (take: Take) => ({
  from: take('from', oneOf('now', 'oldest'), 'now'),
  firstDelayMs: ms(1000, take('firstDelaySeconds', number(0.01, 3600), 1)),
  longestDelayMs: ms(1000, take('longestDelaySeconds', number(0.01, 86_400), 300)),
  giveUpTries: take('giveUpTries', whole(1, 100_000), 10),
  giveUpMs: ms(hourMs, take('giveUpHours', number(0, 8784), 24)),
  keepMs: ms(hourMs, take('keepHours', number(0.001, 8784), 336)),
})

const remoteOf = (take: Take) => ({
  parallel: take('parallel', whole(1, 256), 8),
  timeoutMs: ms(1000, take('timeoutSeconds', number(0.1, 300), 15)),
})

const awsOf = (take: Take, region: string) => ({
  ...remoteOf(take),
  region: take('region', text(/^[a-z0-9-]{1,64}$/, 'must be a region'), region),
  endpoint: take('endpoint', optional(httpUrl)),
})

const arms = {
  webhook: (take: Take) => {
    const secrets = take('secret', optional(webhookSecrets)) ?? []
    const secretFile = take('secretFile', optional(path))
    if (secrets.length > 0 === (secretFile !== undefined)) {
      take('secret', () => ({ mustBe: 'or secretFile must be there, one of them' }))
    }
    return {
      type: 'webhook',
      ...remoteOf(take),
      url: take('url', httpUrl),
      secrets,
      secretFile,
      format: take('format', oneOf('cloudevents', 'eventbridge'), 'eventbridge'),
      headers: take('headers', headers, {}),
    }
  },
  eventbridge: (take: Take, region: string) => ({
    type: 'eventbridge',
    ...awsOf(take, region),
    bus: take('bus', text(/^[\w.\-/:]{1,1600}$/, 'must be the name or ARN of a bus'), 'default'),
    source: take('source', text(/^[\w.\-/]{1,256}$/, 'must be a source'), 'opencases'),
  }),
  sqs: (take: Take, region: string) => ({
    type: 'sqs',
    ...awsOf(take, region),
    queueUrl: take('queueUrl', httpUrl),
  }),
  file: (take: Take) => ({
    type: 'file',
    path: take('path', path),
    rotateBytes: Math.round(1024 * 1024 * take('rotateMegabytes', number(0.001, 1_000_000), 100)),
    keepFiles: take('keepFiles', optional(whole(0, 100_000))),
    fsync: take('fsync', flag, true),
  }),
} satisfies Record<SinkSettings['type'], (take: Take, region: string) => object>

const optional =
  <Value>(check: Check<Value>): Check<Value | undefined> =>
  (value) =>
    value === undefined ? { value } : check(value)

const text =
  (form: RegExp, mustBe: string): Check<string> =>
  (value) =>
    typeof value === 'string' && form.test(value) ? { value } : { mustBe }

const path = text(/^[^\0]{1,4096}$/, 'must be a path')

const oneOf =
  <const Choice extends string>(...choices: readonly Choice[]): Check<Choice> =>
  (value) => {
    const choice = choices.find((candidate) => candidate === value)
    return choice === undefined
      ? { mustBe: `must be one of ${choices.join(', ')}` }
      : { value: choice }
  }

const number =
  (min: number, max: number): Check<number> =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max
      ? { value }
      : { mustBe: `must be a number from ${min} to ${max}` }

const whole =
  (min: number, max: number): Check<number> =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? { value: Number(value) }
      : { mustBe: `must be a whole number from ${min} to ${max}` }

const flag: Check<boolean> = (value) =>
  typeof value === 'boolean' ? { value } : { mustBe: 'must be true or false' }

const httpUrl: Check<string> = (value) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { mustBe: 'must be an http or https URL' }
  }
  if (url.username !== '' || url.password !== '') return { mustBe: 'must not hold credentials' }
  return { value: url.href }
}

const webhookSecrets: Check<readonly string[]> = (value) => {
  const secrets = (Array.isArray(value) ? value : [value]) as readonly unknown[]
  const fits = secrets.length >= 1 && secrets.length <= 3 && secrets.every(isWebhookSecret)
  if (!fits)
    return { mustBe: 'must be whsec_ and 24 bytes or more as base64, or a list of up to 3' }
  return { value: secrets as readonly string[] }
}

const headers: Check<Readonly<Record<string, string>>> = (value) => {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : undefined
  const fits = entries?.every(
    ([name, content]) =>
      headerName.test(name) &&
      !ownHeaders.test(name) &&
      typeof content === 'string' &&
      headerContent.test(content),
  )
  return fits && entries !== undefined && entries.length <= 20
    ? { value: Object.fromEntries(entries.map(([name, content]) => [name.toLowerCase(), content])) }
    : { mustBe: 'must be up to 20 headers by name, none that the server sets itself' }
}

const headerName = /^[A-Za-z0-9-]{1,100}$/
const headerContent = /^[\x20-\x7e]{0,4096}$/
const ownHeaders =
  /^(content-.*|webhook-.*|user-agent|host|connection|transfer-encoding|expect|upgrade)$/i
