// Events on an EventBridge bus, AWS's or another that speaks its API. The bus gives each event an id of its own, so
// ours travels as `detail.eventId`.
import { parseInstant, toDate } from '../../../clock.ts'
import type { SentEvent, Sink } from '../sink.ts'
import type { EventBridgeSettings, SinkContext } from '../sink-settings.ts'
import { ask, clientConfig, failureSentence } from './aws.ts'
import { envelopeOf } from './envelope.ts'

export const openEventBridge = async (
  settings: EventBridgeSettings,
  { clock }: SinkContext,
): Promise<Sink> => {
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge')
  const client = new EventBridgeClient(clientConfig(settings))
  const { parallel, timeoutMs } = settings
  return {
    order: 'case',
    parallel,
    // AWS takes 10 entries and 256 KB a call.
    batch: { countMax: 10, bytesMax: 240 * 1024 },
    send: async (events, signal) => {
      const command = new PutEventsCommand({ Entries: events.map(entryOf(settings)) })
      const asked = await ask({ clock, timeoutMs, signal }, (options) =>
        client.send(command, options),
      )
      if ('failure' in asked) return events.map(() => asked.failure)
      return events.map((_, index) => {
        const entry = asked.answer.Entries?.[index]
        if (entry?.EventId !== undefined && entry.ErrorCode === undefined) return undefined
        return { reason: failureSentence(entry?.ErrorCode, entry?.ErrorMessage) }
      })
    },
    close: async () => client.destroy(),
  }
}

const entryOf =
  ({ bus, source }: EventBridgeSettings) =>
  ({ text }: SentEvent) => {
    const { id, detail, resources, time, 'detail-type': DetailType } = envelopeOf(text)
    const at = parseInstant(detail.approximateChangeTime ?? time)
    return {
      EventBusName: bus,
      Source: source,
      DetailType,
      Detail: JSON.stringify({ ...detail, eventId: id }),
      Resources: [...resources],
      ...(at === undefined ? {} : { Time: toDate(at) }),
    }
  }
