// A real Amazon Connect, read through the official SDK with its own credential chain (B-980 to B-983). The SDK is
// loaded only when a server is told to ask there.
import type { ConnectClient as Client, Contact } from '@aws-sdk/client-connect'
import type { Clock } from '../clock.ts'
import type { Elsewhere } from '../domain/connect/elsewhere.ts'
import type { ContactRow } from '../domain/rows.ts'
import { unavailable } from '../errors.ts'
import type { Location } from '../ids.ts'
import { recentAnswers } from './recent-answers.ts'

export type AwsConnectOptions = {
  readonly location: Location
  readonly clock: Clock
  readonly log: { warn(fields: object, message: string): void }
  readonly timeoutMs?: number
}

const bounds = { foundMs: 30_000, missingMs: 2000, keptMax: 10_000, askedMax: 200 }

/** So long a caller waits for Amazon Connect, all tries together. */
const defaultTimeoutMs = 3000

/** How long a caller should wait before the next try. */
const retryAfterSeconds = 2

/** Open it; nothing is asked yet. */
export const awsConnect = async (
  options: AwsConnectOptions,
): Promise<Elsewhere & { close(): void }> => {
  const { location, clock } = options
  const sdk = await import('@aws-sdk/client-connect')
  const client = new sdk.ConnectClient({ region: location.region, maxAttempts: 2 })
  const ask = asker(options)
  const contacts = recentAnswers<ContactRow>(bounds, clock.monotonicMs)
  const users = recentAnswers<true>(bounds, clock.monotonicMs)
  return {
    covers: (arn) => parse(location, arn) !== undefined,
    contact: (arn) =>
      contacts(arn, async () => {
        const named = parse(location, arn)
        if (named?.kind !== 'contact') return undefined
        const input = { InstanceId: named.instanceId, ContactId: named.id }
        const answer = await ask((signal) =>
          client.send(new sdk.DescribeContactCommand(input), signal),
        )
        return toContact(arn, answer?.Contact)
      }),
    user: async (arn) =>
      (await users(arn, async () => {
        const named = parse(location, arn)
        if (named?.kind !== 'agent') return undefined
        const input = { InstanceId: named.instanceId, UserId: named.id }
        const answer = await ask((signal) =>
          client.send(new sdk.DescribeUserCommand(input), signal),
        )
        return answer?.User?.Arn === arn ? true : undefined
      })) ?? false,
    close: () => client.destroy(),
  }
}

// The account may be another one than this server's: what is answered is held against the whole ARN.
const parse = ({ partition, region }: Location, arn: string) => {
  const prefix = `arn:${partition}:connect:${region}:`
  if (!arn.startsWith(prefix)) return undefined
  const [, instanceId, kind, id] = form.exec(arn.slice(prefix.length)) ?? []
  if (instanceId === undefined || kind === undefined || id === undefined) return undefined
  return { instanceId, kind, id }
}

const form = /^\d{12}:instance\/([\w-]{1,100})\/(contact|agent)\/([\w-]{1,200})$/

/** A contact that belongs to somebody else, or of which too little is told, is none. */
const toContact = (arn: string, contact: Contact | undefined): ContactRow | undefined => {
  if (contact?.Arn !== arn || contact.Channel === undefined) return undefined
  const at =
    contact.ConnectedToSystemTimestamp ?? contact.ScheduledTimestamp ?? contact.InitiationTimestamp
  if (at === undefined) return undefined
  return { arn, channel: contact.Channel, connectedToSystemAt: at.getTime() }
}

type Signal = NonNullable<Parameters<Client['send']>[1]>

/** What Amazon Connect says of something that is not there. */
const missing: ReadonlySet<string> = new Set([
  'ContactNotFoundException',
  'InvalidParameterException',
  'InvalidRequestException',
  'ResourceNotFoundException',
])

/** Asks once, within the time there is; undefined for what is not there. */
const asker =
  ({ clock, log, timeoutMs = defaultTimeoutMs }: AwsConnectOptions) =>
  async <Answer>(send: (signal: Signal) => Promise<Answer>): Promise<Answer | undefined> => {
    const done = new AbortController()
    const late = new AbortController()
    const timer = clock.sleep(timeoutMs, done.signal).then(() => late.abort())
    try {
      return await send({ abortSignal: late.signal })
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      if (missing.has(name)) return undefined
      log.warn({ name, late: late.signal.aborted }, 'Amazon Connect could not be asked')
      throw late.signal.aborted
        ? unavailable('Amazon Connect did not answer in time. Try again.', retryAfterSeconds)
        : unavailable('Amazon Connect could not be asked. Try again.', retryAfterSeconds)
    } finally {
      done.abort()
      await timer
    }
  }
