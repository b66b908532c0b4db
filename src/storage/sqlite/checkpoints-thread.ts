// The code of the checkpoint thread (`threads.ts`). It loads little: this thread is in every server that writes.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openConnection } from './connection.ts'
import { lasting, type ThreadOptions } from './thread.ts'

const port = parentPort as MessagePort
const { file, durable } = workerData as ThreadOptions

/** A log longer than so many pages is emptied when readers allow it, though writers must wait for that. */
const longLogPages = 50_000

const open = () => {
  const { db } = openConnection(file, { durable, checkpointer: true })
  const passive = db.prepare('pragma wal_checkpoint(passive)')
  const truncate = db.prepare('pragma wal_checkpoint(truncate)')
  return { db, passive, truncate }
}
const connection = lasting(port, open, ({ db }) => db.close())
port.on('message', (message: 'checkpoint' | 'close' | 'letGo') => {
  if (connection.ends(message)) return
  try {
    const { passive, truncate } = connection.held()
    const { log } = passive.get() as { log: number }
    if (log > longLogPages) truncate.get()
  } catch {
    // A full disk: nothing is lost, it stays in the log, and whoever writes is told. The next round tries again.
  }
  port.postMessage('done')
})
