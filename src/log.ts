// The log: JSON lines on standard error. Nothing here ever sees a secret, a token or a body.
import pino from 'pino'

export type Logger = pino.Logger

/** A logger at `level`; standard output stays free for what commands print. */
export const createLog = (
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger => pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
