// The log: JSON lines on standard error. Nothing here ever sees a secret, a token or a body.
import pino from 'pino'

export type Logger = pino.Logger

/** A logger at `level`; standard output stays free for what commands print. */
export const createLog = (
  level: string,
  destination: pino.DestinationStream = standardError(),
): Logger => pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)

/** Lines kept for a standard error that cannot be written now; those beyond are dropped. */
const waitingBytesMax = 1024 * 1024

// A full disk under the log must not end the server: it goes on, and so does the log when there is room again.
const standardError = () => {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: waitingBytesMax })
  destination.on('error', () => undefined)
  return destination
}
