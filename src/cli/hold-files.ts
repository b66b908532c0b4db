// Keeps a server that runs beside a command from removing attached files, so that what the database says at one
// moment can be held against the files.
import type { Clock } from '../clock.ts'
import { holdOffCopies } from '../files/open.ts'

/** Half a minute: the server takes the lock for as long as it takes to remove a few files. */
const triesMax = 300
const pauseMs = 100

/** Resolves with what lets the server go on. */
export const holdFiles = async (data: string, clock: Clock): Promise<() => void> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const letGo = holdOffCopies(data)
    if (letGo !== undefined) return letGo
    await clock.sleep(pauseMs)
  }
  throw new Error('Another command is at the files of this folder: a backup, or a verification.')
}
