// How fast a copy of all cases is made: as fast as it goes while nobody asks anything of the server, and in small
// pieces with pauses beside requests.
import type { Clock } from '../../clock.ts'
import type { Freshness } from './freshness.ts'

/** How many cases are written at once beside requests. */
export const writtenAtATime = 20

/** Nobody has asked anything of a server for so long that is at rest. */
const restMs = 500

type Asked = { readonly clock: Clock; readonly freshness: Pick<Freshness, 'askedAt'> }

/** Whether nobody has asked anything of the server for a while. */
export const isAtRest = ({ clock, freshness }: Asked): boolean =>
  clock.monotonicMs() - freshness.askedAt() > restMs

/** A piece holds the event loop for about so long. */
const pieceMs = { atRest: 8, besideRequests: 2 }
const piecesMax = 250
/** Beside requests a pause follows each piece, so many times as long. */
const pausedFor = 4

/**
 * Runs pieces of work, each given how many cases it may take; answers with what the piece does. Rejects when it is
 * stopped.
 */
export const paced = (asked: Asked, stopping: AbortSignal) => {
  const { clock } = asked
  let count = writtenAtATime
  return async (piece: (count: number) => Promise<number>): Promise<number> => {
    stopping.throwIfAborted()
    const from = clock.monotonicMs()
    const taken = await piece(count)
    const tookMs = clock.monotonicMs() - from
    const atRest = isAtRest(asked)
    // Whoever asks something of a server that has just started comes first: most of the time is theirs.
    if (!atRest) await clock.sleep(tookMs * pausedFor, stopping)
    const wanted = (count * (atRest ? pieceMs.atRest : pieceMs.besideRequests)) / tookMs
    count = Math.max(1, Math.min(Math.ceil(wanted), count * 2, atRest ? piecesMax : writtenAtATime))
    return taken
  }
}
