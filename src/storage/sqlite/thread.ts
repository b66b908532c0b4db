// The code of a thread (`threads.ts`): checkpoints a database when it is asked to, answers plans on a
// read-only connection, or makes segments for searches, until it is told to close.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Plan } from '../contract.ts'
import { openConnection } from './connection.ts'
import { indexerOn } from './indexer.ts'
import { answersOn, runPlan } from './queries.ts'
import { caseSearch } from './search.ts'
import { searchFileBeside, writeSearchFile } from './search-file.ts'
import type { ThreadData } from './threads.ts'

const port = parentPort as MessagePort
const { role, file, durable, indexLeast } = workerData as ThreadData

/** A log longer than so many pages is emptied when readers allow it, though writers must wait for that. */
const longLogPages = 50_000

const checkpoint = (): void => {
  const { db } = openConnection(file, { durable, checkpointer: true })
  const passive = db.prepare('pragma wal_checkpoint(passive)')
  const truncate = db.prepare('pragma wal_checkpoint(truncate)')
  port.on('message', (message: 'checkpoint' | 'close') => {
    if (message === 'close') {
      db.close()
      port.close()
      return
    }
    try {
      const { log } = passive.get() as { log: number }
      if (log > longLogPages) truncate.get()
    } catch {
      // A full disk: nothing is lost, it stays in the log, and whoever writes is told. The next round tries again.
    }
    port.postMessage('done')
  })
}

const search = (): void => {
  const connection = openConnection(file, { readOnly: true })
  const cases = caseSearch(connection, file)
  const answers = answersOn(connection, cases.searchCases)
  const plain = {
    begin: () => connection.db.exec('begin'),
    end: () => connection.db.exec('commit'),
  }
  port.on('message', (message: 'close' | { id: number; plan: Plan }) => {
    if (message === 'close') {
      cases.close()
      connection.db.close()
      port.close()
      return
    }
    const { id, plan } = message
    const reading = Object.values(plan).some(({ query }) => query === 'searchCases') ? cases : plain
    try {
      reading.begin()
      try {
        port.postMessage({ id, rows: runPlan(answers, plan) })
      } finally {
        reading.end()
      }
    } catch (error) {
      port.postMessage({ id, failure: String(error) })
    }
  })
}

const index = (): void => {
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
}

const roles: Readonly<Record<ThreadData['role'], () => void>> = {
  checkpoints: checkpoint,
  searches: search,
  index,
}
roles[role]()
