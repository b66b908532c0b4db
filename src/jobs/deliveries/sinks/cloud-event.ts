// An event as a CloudEvent (1.0, structured JSON): its type is what happened, its source where, its partition the
// case.
import type { SentEvent } from '../sink.ts'
import { envelopeOf } from './envelope.ts'

/** Load the SDK, which only those need who ask for this format. */
export const cloudEvents = async () => {
  const { CloudEvent, HTTP } = await import('cloudevents')
  return ({ text, caseId }: SentEvent): { body: string; type: string } => {
    const { id, source, resources, time, detail, 'detail-type': detailType } = envelopeOf(text)
    const [domain = source] = resources
    const event = new CloudEvent({
      id,
      source: domain,
      type: `${source}.${detail.eventType ?? detailType}`,
      subject: resources.at(-1) ?? caseId,
      time: detail.approximateChangeTime ?? time,
      datacontenttype: 'application/json',
      partitionkey: caseId,
      data: detail,
    })
    return { body: String(HTTP.structured(event).body), type: 'application/cloudevents+json' }
  }
}
