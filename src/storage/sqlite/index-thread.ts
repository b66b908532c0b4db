// The code of the thread that makes segments for searches (`threads.ts`).
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openConnection } from './connection.ts'
import { indexerOn } from './indexer.ts'
import { searchFileBeside, writeSearchFile } from './search-file.ts'
import type { ThreadOptions } from './threads.ts'

const port = parentPort as MessagePort
const { file, indexLeast } = workerData as ThreadOptions

const connection = openConnection(file, { readOnly: true })
const segments = writeSearchFile(searchFileBeside(file))
const indexer = indexerOn(connection, segments, indexLeast)
let working = false
let closing = false
const close = (): void => {
  segments.close()
  connection.db.close()
  port.close()
}
const work = (): void => {
  if (closing) {
    close()
    return
  }
  try {
    working = indexer.step()
  } catch {
    // A full disk, most likely: searches go on without, and the next commit asks again.
    working = false
  }
  port.postMessage({ done: indexer.done(), working })
  if (working) setImmediate(work)
}
port.on('message', (message: 'close' | 'index') => {
  closing ||= message === 'close'
  if (working) return
  if (closing) close()
  else work()
})
