// The code of the search thread (`threads.ts`): answers plans on a read-only connection.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Plan } from '../contract.ts'
import { openConnection } from './connection.ts'
import { answersOn, runPlan } from './queries.ts'
import { caseSearch } from './search.ts'
import type { ThreadOptions } from './threads.ts'

const port = parentPort as MessagePort
const { file } = workerData as ThreadOptions

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
