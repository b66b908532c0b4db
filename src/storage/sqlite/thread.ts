// The code of a thread (`threads.ts`): checkpoints a database now and then, or answers plans on a read-only
// connection, until it is told to close.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { realClock } from '../../clock.ts'
import type { Plan } from '../contract.ts'
import { openConnection } from './connection.ts'
import { answersOn, runPlan } from './queries.ts'

const port = parentPort as MessagePort
const { role, file } = workerData as { role: 'checkpoints' | 'searches'; file: string }

/** A log longer than so many pages is emptied (truncated) when readers allow it. */
const longLogPages = 50_000

const pauseMs = 250

const checkpoint = async () => {
  const clock = realClock()
  const { db } = openConnection(file, { checkpointer: true })
  const passive = db.prepare('pragma wal_checkpoint(passive)')
  const truncate = db.prepare('pragma wal_checkpoint(truncate)')
  const stopping = new AbortController()
  port.on('message', () => stopping.abort())
  while (!stopping.signal.aborted) {
    await clock.sleep(pauseMs, stopping.signal)
    const found = passive.get() as { log: number }
    if (found.log > longLogPages) truncate.get()
  }
  db.close()
  port.close()
}

const search = () => {
  const connection = openConnection(file, { readOnly: true })
  const answers = answersOn(connection)
  port.on('message', (message: 'close' | { id: number; plan: Plan }) => {
    if (message === 'close') {
      connection.db.close()
      port.close()
      return
    }
    const { id, plan } = message
    connection.db.exec('begin')
    try {
      port.postMessage({ id, rows: runPlan(answers, plan) })
    } catch (error) {
      port.postMessage({ id, failure: String(error) })
    } finally {
      connection.db.exec('commit')
    }
  })
}

if (role === 'checkpoints') await checkpoint()
else search()
