// The code of the search thread (`threads.ts`): answers plans on a read-only connection.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Plan } from '../contract.ts'
import { openConnection } from './connection.ts'
import { isDamaged } from './failures.ts'
import { answersOn, runPlan } from './queries.ts'
import { caseSearch } from './search.ts'
import { lasting, type ThreadOptions } from './thread.ts'

const port = parentPort as MessagePort
const { file } = workerData as ThreadOptions

const open = () => {
  const connection = openConnection(file, { readOnly: true })
  const cases = caseSearch(connection, file)
  const plain = {
    begin: () => connection.db.exec('begin'),
    end: () => connection.db.exec('commit'),
  }
  return { connection, cases, plain, answers: answersOn(connection, cases.searchCases) }
}
const database = lasting(port, open, ({ connection, cases }) => {
  cases.close()
  connection.db.close()
})
port.on('message', (message: 'close' | 'letGo' | { id: number; plan: Plan }) => {
  if (database.ends(message) || typeof message === 'string') return
  const { id, plan } = message
  try {
    const { cases, plain, answers } = database.held()
    const isOfCases = Object.values(plan).some(({ query }) => query === 'searchCases')
    const reading = isOfCases ? cases : plain
    reading.begin()
    try {
      port.postMessage({ id, rows: runPlan(answers, plan) })
    } finally {
      reading.end()
    }
  } catch (error) {
    port.postMessage({ id, failure: String(error), isSpoiled: isDamaged(error) })
  }
})
