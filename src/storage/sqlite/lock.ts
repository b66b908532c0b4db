// One server a data folder: an exclusive transaction on a tiny database of its own, held as long as the server
// lives. The operating system lets go of it when the process dies, however it dies.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Take the folder's lock; undefined if another has it. Letting go twice does nothing. */
export const lockFolder = (directory: string): (() => void) | undefined => {
  const db = new DatabaseSync(join(directory, 'server.lock'), { timeout: 0 })
  try {
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = off; begin exclusive')
    return () => {
      if (db.isOpen) db.close()
    }
  } catch {
    db.close()
    return undefined
  }
}
