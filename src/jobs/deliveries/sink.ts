// What a sink is to the delivery: something that takes events and says of each whether it has it.
export type SentEvent = {
  /** The id in its envelope: the same on every try. */
  readonly id: string
  readonly caseId: string
  /** The whole envelope, as JSON text. */
  readonly text: string
}

/** Undefined: the sink has the event. */
export type Failure = {
  /** A sentence for operators; nothing secret, nothing of the receiver's answer. */
  readonly reason: string
  /** When the receiver wants to be asked again. */
  readonly retryAfterMs?: number
}

export type Sink = {
  /**
   * `case`: events of a case one after the other, cases beside each other. `total`: all events one after the other;
   * those of a batch succeed or fail together.
   */
  readonly order: 'case' | 'total'
  /** Batches under way at a time. */
  readonly parallel: number
  readonly batch: { readonly countMax: number; readonly bytesMax: number }
  /** One outcome for each event. It never rejects, and gives up when `signal` is aborted. */
  send(events: readonly SentEvent[], signal: AbortSignal): Promise<readonly (Failure | undefined)[]>
  /** Let go of connections and files. */
  close(): Promise<void>
}

/** The id in an envelope. */
export const eventIdOf = (text: string): string =>
  idForm.exec(text.slice(0, 120))?.[1] ?? String(JSON.parse(text).id)

// Envelopes begin with it; the rest may be long.
const idForm = /^\{"version":"0","id":"([\w-]+)"/
