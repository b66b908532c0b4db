// Events as HTTP POSTs, signed as Standard Webhooks say, in EventBridge's envelope or as CloudEvents.
import { readFileSync } from 'node:fs'
import { toDate } from '../../../clock.ts'
import type { SentEvent, Sink } from '../sink.ts'
import type { SinkContext, WebhookSettings } from '../sink-settings.ts'
import { cloudEvents } from './cloud-event.ts'
import { createPost } from './http-post.ts'
import { isWebhookSecret } from './webhook-secret.ts'

export const openWebhook = async (
  settings: WebhookSettings,
  { clock }: SinkContext,
): Promise<Sink> => {
  const sign = await signer(settings)
  const write = settings.format === 'cloudevents' ? await cloudEvents() : envelope
  const { parallel, timeoutMs, headers } = settings
  const url = new URL(settings.url)
  const { post, close } = createPost({ url, clock, timeoutMs, connectionsMax: parallel })
  return {
    order: 'case',
    parallel,
    batch: { countMax: 1, bytesMax: Number.POSITIVE_INFINITY },
    send: async ([event], signal) => {
      if (event === undefined) return []
      const { body, type } = write(event)
      const sent = {
        ...headers,
        'content-type': type,
        'user-agent': 'OpenCases',
        ...sign(event.id, clock.wallNow(), body),
      }
      return [await post(body, sent, signal)]
    },
    close: async () => close(),
  }
}

const envelope = ({ text }: SentEvent) => ({ body: text, type: 'application/json' })

/** While a secret is being replaced there are two, and a signature for each. */
const signer = async (settings: WebhookSettings) => {
  const { Webhook } = await import('standardwebhooks')
  const keys = secretsOf(settings).map((secret) => new Webhook(secret))
  return (id: string, at: number, body: string): Record<string, string> => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': keys.map((key) => key.sign(id, toDate(at), body)).join(' '),
  })
}

const secretsOf = ({ name, secrets, secretFile }: WebhookSettings): readonly string[] => {
  if (secretFile === undefined) return secrets
  const lines = readFileSync(secretFile, 'utf8').split('\n')
  const found = lines.map((line) => line.trim()).filter((line) => line !== '')
  if (found.length > 0 && found.every(isWebhookSecret)) return found
  throw new Error(`The secretFile of the sink ${name} must hold secrets (whsec_…), one a line.`)
}
