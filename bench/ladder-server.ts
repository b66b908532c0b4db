// One step of the ladder as a server: bare node:http, and each step adds one thing that the real server must do
// too. The last two insert into SQLite, grouped and durable, with nothing of ours around it.
// Usage: node bench/ladder-server.ts STEP FOLDER CASES
import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { realClock } from '../src/clock.ts'
import { idMaker } from '../src/ids.ts'
import { CreateRelatedItem } from '../src/model/related-items.ts'
import { readClaim } from '../src/wire/claim.ts'
import { deserializer } from '../src/wire/deserialize.ts'
import { createVerifier } from '../src/wire/sigv4.ts'
import { validator } from '../src/wire/validate.ts'
import { oneRow, openDatabase, type Row, realRows } from './ladder-rows.ts'

const step = Number(process.argv[2])
const folder = process.argv[3] ?? '.'
const caseCount = Number(process.argv[4] ?? 0)
const secret = 'benchbenchbenchbenchbenchbenchbenchbench'
const verify = createVerifier({
  lookup: (accessKeyId) => ({ accessKeyId, secret, principal: undefined }),
  clock: realClock(),
  region: 'us-east-1',
})
const newId = idMaker(realClock())
const deserialize = deserializer(CreateRelatedItem)
const validate = validator(CreateRelatedItem)
const target = { service: 'cases', name: 'CreateRelatedItem' }
const reply = '{"relatedItemId":"00000000-0000-7000-8000-000000000000"}'

const answer = async (request: IncomingMessage, body: Buffer): Promise<string> => {
  if (step === 1) return reply
  const path = request.url ?? ''
  if (step >= 4) {
    const claim = readClaim(request.headers, [])
    if (claim === undefined || claim instanceof Error) throw new Error('not signed')
    const bodyHash = hash('sha256', body)
    const { headers, method = '' } = request
    await verify(claim, { method, path, headers, bodyHash }, target)
  }
  const [, , domainId = '', , caseId = ''] = path.split('/')
  if (step === 2) JSON.parse(body.toString())
  else validate(deserialize(body, { domainId, caseId }, []))
  const id = newId()
  if (step >= 5) await insert({ id, caseId, body })
  return JSON.stringify({ relatedItemId: id, relatedItemArn: `arn:aws:cases:::${path}/${id}` })
}

const waiting: { row: Row; resolve: () => void }[] = []

const insert = (row: Row): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.push({ row, resolve }) === 1) setImmediate(flush)
  })

const flush = () => {
  const group = waiting.splice(0)
  database.exec('begin immediate')
  for (const { row } of group) insertRow(row)
  database.exec('commit')
  for (const { resolve } of group) resolve()
}

const database = openDatabase(step >= 5 ? join(folder, `ladder-${step}.db`) : ':memory:')
const insertRow = step === 6 ? realRows(database, caseCount) : oneRow(database)

// Answers are written once per turn of the event loop, as the real server does.
const answers: { response: ServerResponse; text: string }[] = []

const write = (response: ServerResponse, text: string) => {
  if (answers.push({ response, text }) > 1) return
  setImmediate(() => {
    for (const { response, text } of answers.splice(0)) {
      const length = Buffer.byteLength(text)
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': length })
      response.end(text)
    }
  })
}

if (step >= 5)
  new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
    workerData: join(folder, `ladder-${step}.db`),
  }).unref()

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    answer(request, Buffer.concat(chunks)).then(
      (text) => write(response, text),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))
