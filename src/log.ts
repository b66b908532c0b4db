// The log: JSON lines on standard error. Nothing here ever sees a secret, a token or a body.
import pino from 'pino'

export type Logger = pino.Logger

/** A logger at `level`; standard output stays free for what commands print. */
export const createLog = (level: string): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
