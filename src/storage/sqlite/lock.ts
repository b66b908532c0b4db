// One server a data folder: an exclusive transaction on a tiny database of its own, held as long as the server
// lives. The operating system lets go of it when the process dies, however it dies.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isBusy, isUnwritable } from './failures.ts'

/** The name of the server's lock in the data folder. */
export const lockFile = 'server.lock'

/**
 * Take a lock of the folder, the server's unless another is named; undefined if another has it, or if the folder
 * cannot be written. Letting go twice does nothing.
 */
export const lockFolder = (directory: string, name = lockFile): (() => void) | undefined => {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(join(directory, name), { timeout: 0 })
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = off; begin exclusive')
    const held = db
    return () => {
      if (held.isOpen) held.close()
    }
  } catch (error) {
    db?.close()
    if (isBusy(error) || isUnwritable(error)) return undefined
    throw error
  }
}
