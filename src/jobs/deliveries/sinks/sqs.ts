// Events in an SQS queue, the envelope as message body. In a FIFO queue the case is the message group and the event
// id the deduplication id: what is sent twice within five minutes arrives once.
import type { SentEvent, Sink } from '../sink.ts'
import type { SinkContext, SqsSettings } from '../sink-settings.ts'
import { ask, clientConfig, failureSentence } from './aws.ts'

export const openSqs = async (settings: SqsSettings, { clock }: SinkContext): Promise<Sink> => {
  const { SQSClient, SendMessageBatchCommand } = await import('@aws-sdk/client-sqs')
  const { parallel, timeoutMs, queueUrl: QueueUrl } = settings
  const client = new SQSClient(clientConfig(settings))
  const isFifo = QueueUrl.endsWith('.fifo')
  return {
    order: 'case',
    parallel,
    // AWS takes 10 messages and 256 KB a call.
    batch: { countMax: 10, bytesMax: 240 * 1024 },
    send: async (events, signal) => {
      const Entries = events.map((event, index) => messageOf(event, index, isFifo))
      const command = new SendMessageBatchCommand({ QueueUrl, Entries })
      const asked = await ask({ clock, timeoutMs, signal }, (options) =>
        client.send(command, options),
      )
      if ('failure' in asked) return events.map(() => asked.failure)
      const { Successful = [], Failed = [] } = asked.answer
      const taken = new Set(Successful.map(({ Id }) => Id))
      return events.map((_, index) => {
        if (taken.has(`${index}`)) return undefined
        const failed = Failed.find(({ Id }) => Id === `${index}`)
        return { reason: failureSentence(failed?.Code, failed?.Message) }
      })
    },
    close: async () => client.destroy(),
  }
}

const messageOf = ({ id, caseId, text }: SentEvent, index: number, isFifo: boolean) => ({
  Id: `${index}`,
  MessageBody: text.replaceAll(/[\ufffe\uffff]/g, escaped),
  ...(isFifo ? { MessageGroupId: caseId, MessageDeduplicationId: id } : {}),
})

// SQS refuses the two characters that are none of XML's.
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16)}`
