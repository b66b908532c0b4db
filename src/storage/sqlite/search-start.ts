// What a server does for searches before it serves: a search file that does not follow this very database is made
// anew, and many changes that are in no segment yet are waited for.
import type { Connection } from './connection.ts'
import { isDamaged } from './failures.ts'
import type { Indexing } from './indexing.ts'
import { continues, lastChange, noteEverything } from './search-changes.ts'
import {
  makeSearchFile,
  removeSearchFile,
  type SearchFile,
  type SearchState,
} from './search-file.ts'

/** So many changes a search can look at itself. */
const recentMax = 5000

export type AttachedSearchFile = {
  /** The last change that the file holds. */
  readonly done: number
  close(): void
}

/**
 * The search file of this very database. It stays open while the server lives: whoever opens it first takes room on
 * the disk for the memory that its readers share, and there may be none any more when the first search comes.
 */
export const attachSearchFile = (writing: Connection, path: string): AttachedSearchFile => {
  const file = makeSearchFile(path)
  const state = stateIn(file)
  if (state !== undefined && continues(writing, state)) {
    return { done: state.done, close: file.close }
  }
  file.close()
  noteEverything(writing)
  removeSearchFile(path)
  return { done: 0, close: makeSearchFile(path).close }
}

/** Undefined if it is damaged. */
const stateIn = (file: SearchFile): SearchState | undefined => {
  try {
    file.mustBeReadable()
    return file.state()
  } catch (error) {
    if (!isDamaged(error)) throw error
    return undefined
  }
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
