// Follows the chain of a case's history from its first event to the head that the case has, whatever store the
// rows come from, and says where it breaks.
import type { ChainMac } from './verification.ts'

/** The end that a chain must have, as it is on the case. */
export type ChainEnd = {
  readonly id: string
  readonly sequence: number
  readonly mac: Uint8Array
}

export type ChainEvent = {
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly mac: Uint8Array
}

export type Report = (fault: string) => void

/** Give it all events of the case in order, and tell it when there are no more. */
export const followChain = (head: ChainEnd, mac: ChainMac, report: Report) => {
  let previous: Uint8Array | undefined = new Uint8Array(32)
  let due = 1
  return {
    next: (event: ChainEvent): void => {
      if (event.sequence < 1 || event.sequence > head.sequence) {
        report(`case ${head.id}: event ${event.sequence} was added`)
        return
      }
      if (event.sequence > due) {
        report(`case ${head.id}: ${span(due, event.sequence - 1)} missing`)
        // What the next event was linked to is gone with the gap, so its own link cannot be judged.
        previous = undefined
      }
      const made = previous && mac(previous, event.sequence, event.bytes)
      if (made !== undefined && !equal(made, event.mac)) {
        report(`case ${head.id}: event ${event.sequence} was changed`)
      }
      previous = event.mac
      due = event.sequence + 1
    },
    end: (): void => {
      if (due <= head.sequence) {
        report(`case ${head.id}: ${span(due, head.sequence)} cut off`)
      } else if (previous !== undefined && !equal(previous, head.mac)) {
        report(`case ${head.id}: the end of its history does not fit the case`)
      }
    },
  }
}

const span = (from: number, to: number): string =>
  from === to ? `event ${from} is` : `events ${from} to ${to} are`

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
