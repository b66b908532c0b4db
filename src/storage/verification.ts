// What checking a store takes and gives.

/** What `verify` found wrong, a sentence each. */
export type Verification = {
  readonly cases: number
  readonly events: number
  readonly faults: string[]
}

/** Recomputes an audit event's MAC: HMAC over the previous MAC, the sequence and the bytes. */
export type ChainMac = (previous: Uint8Array, sequence: number, bytes: Uint8Array) => Uint8Array
