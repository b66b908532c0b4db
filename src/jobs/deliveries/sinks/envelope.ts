// The parts of an event's envelope, for sinks that put it into one of their own.
export type Envelope = {
  readonly id: string
  readonly source: string
  readonly 'detail-type': string
  readonly time: string
  readonly resources: readonly string[]
  readonly detail: {
    readonly eventType?: string
    readonly approximateChangeTime?: string
    readonly [member: string]: unknown
  }
}

export const envelopeOf = (text: string): Envelope => JSON.parse(text) as Envelope
