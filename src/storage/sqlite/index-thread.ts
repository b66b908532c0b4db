// The code of the thread that makes segments for searches (`threads.ts`).
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openConnection } from './connection.ts'
import { isDamaged } from './failures.ts'
import { ChangesMissing, indexerOn } from './indexer.ts'
import { searchFileBeside, writeSearchFile } from './search-file.ts'
import { lasting, type ThreadOptions } from './thread.ts'

const port = parentPort as MessagePort
const { file, indexLeast } = workerData as ThreadOptions

const open = () => {
  const connection = openConnection(file, { readOnly: true })
  const segments = writeSearchFile(searchFileBeside(file))
  return { connection, segments, indexer: indexerOn(connection, segments, indexLeast) }
}
const database = lasting(port, open, ({ connection, segments }) => {
  segments.close()
  connection.db.close()
})
let working = false
let ending: string | undefined
const end = (): void => {
  database.ends(ending)
  ending = undefined
  working = false
}
const work = (): void => {
  try {
    const { indexer } = database.held()
    working = indexer.step()
    port.postMessage({ done: indexer.done(), working })
  } catch (error) {
    // A full disk, most likely: searches go on without, and the next commit asks again.
    working = false
    const isSpoiled = isDamaged(error) || error instanceof ChangesMissing
    port.postMessage({ working, failure: `${error}`, isSpoiled })
  }
  if (working) setImmediate(() => (ending === undefined ? work() : end()))
}
port.on('message', (message: 'close' | 'index' | 'letGo') => {
  if (message !== 'index') ending = message
  if (working) return
  if (ending === undefined) work()
  else end()
})
