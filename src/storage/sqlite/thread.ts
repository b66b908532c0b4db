// The code of a thread (`threads.ts`): checkpoints a database when it is asked to, or answers plans on a
// read-only connection, until it is told to close.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { realClock } from '../../clock.ts'
import type { Plan } from '../contract.ts'
import { openConnection } from './connection.ts'
import { answersOn, runPlan } from './queries.ts'
import type { ThreadData } from './threads.ts'

const port = parentPort as MessagePort
const { role, file, durable } = workerData as ThreadData

/** A log longer than so many pages is emptied when readers allow it, though writers must wait for that. */
const longLogPages = 50_000

/** Commits of this long share a checkpoint. */
const pauseMs = 250

const checkpoint = (): void => {
  const clock = realClock()
  const { db } = openConnection(file, { durable, checkpointer: true })
  const passive = db.prepare('pragma wal_checkpoint(passive)')
  const truncate = db.prepare('pragma wal_checkpoint(truncate)')
  const stopping = new AbortController()
  let round = Promise.resolve()
  const run = async (): Promise<void> => {
    await clock.sleep(pauseMs, stopping.signal)
    if (stopping.signal.aborted) return
    try {
      const { log } = passive.get() as { log: number }
      if (log > longLogPages) truncate.get()
    } catch {
      // A full disk: nothing is lost, it stays in the log, and whoever writes is told. The next round tries again.
    }
    port.postMessage('done')
  }
  port.on('message', async (message: 'checkpoint' | 'close') => {
    if (message === 'checkpoint') {
      round = run()
      return
    }
    stopping.abort()
    await round
    db.close()
    port.close()
  })
}

const search = (): void => {
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

if (role === 'checkpoints') checkpoint()
else search()
