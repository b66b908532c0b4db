// What a server does for searches before it serves: a search file that does not follow this very database is made
// anew, and many changes that are in no segment yet are waited for.
import type { Connection } from './connection.ts'
import { continues, lastChange, noteEverything } from './search-changes.ts'
import { removeSearchFile, writeSearchFile } from './search-file.ts'
import type { Indexing } from './threads.ts'

/** So many changes a search can look at itself. */
const recentMax = 5000

/** Answers with the last change that the file holds. */
export const attachSearchFile = (writing: Connection, path: string): number => {
  const file = writeSearchFile(path)
  const state = file.state()
  const isOurs = continues(writing, state)
  file.close()
  if (isOurs) return state.done
  noteEverything(writing)
  removeSearchFile(path)
  writeSearchFile(path).close()
  return 0
}

/** Resolves when searches have little to look at beside segments. */
export const caughtUp = async (
  writing: Connection,
  indexing: Indexing,
  progress: (done: number, all: number) => void,
): Promise<void> => {
  const last = lastChange(writing)()
  const from = indexing.done()
  if (last - from < recentMax) return
  await indexing.reached(last, (done) => progress(done - from, last - from))
}
