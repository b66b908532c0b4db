// What the sinks that use AWS's SDKs have in common. Credentials come from the SDK's own chain; retries are ours.
import type { Clock } from '../../../clock.ts'
import type { Failure } from '../sink.ts'
import type { AwsSettings } from '../sink-settings.ts'
import { withDeadline } from './deadline.ts'

/** What a client is made with. */
export const clientConfig = ({ region, endpoint, parallel }: AwsSettings) => ({
  region,
  ...(endpoint === undefined ? {} : { endpoint }),
  maxAttempts: 1,
  requestHandler: { httpAgent: { maxSockets: parallel }, httpsAgent: { maxSockets: parallel } },
})

type Call = { readonly clock: Clock; readonly timeoutMs: number; readonly signal: AbortSignal }

/** What the service answered, or how it failed. */
export const ask = async <T>(
  call: Call,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<{ readonly answer: T } | { readonly failure: Failure }> => {
  let timedOut = false
  try {
    const answer = await withDeadline(call, (abortSignal) => {
      abortSignal.addEventListener('abort', () => {
        timedOut = true
      })
      return send({ abortSignal })
    })
    return { answer }
  } catch (error) {
    const { name, message } = error as Error
    const reason = timedOut ? 'The service did not answer in time.' : failureSentence(name, message)
    return { failure: { reason } }
  }
}

/** What AWS says of a failure, as one bounded sentence. */
export const failureSentence = (code = 'unknown', message = ''): string =>
  `${code}: ${message}`.replaceAll(/\s+/g, ' ').slice(0, 300)
