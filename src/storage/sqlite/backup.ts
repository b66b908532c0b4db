// A copy of the whole database while it is written to. The copy reads one snapshot, which a read transaction of
// its own holds: otherwise every commit meanwhile would make it begin again, and under load it would never end.
import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup } from 'node:sqlite'
import { openConnection } from './connection.ts'
import { sync } from './sync.ts'

/** Pages copied between turns of the event loop: 1 MiB, a few milliseconds. */
const pagesAtATime = 256

/** Resolves when the copy is on disk. Rejects if there is such a file already. */
export const backupTo = async (file: string, target: string): Promise<void> => {
  if (existsSync(target)) throw new Error(`${target} exists already.`)
  const { db } = openConnection(file, { readOnly: true })
  try {
    db.exec('begin; select count(*) from migrations')
    await backup(db, target, { rate: pagesAtATime })
    sync(target)
    sync(dirname(target))
  } catch (error) {
    rmSync(target, { force: true })
    throw error
  } finally {
    db.close()
  }
}
