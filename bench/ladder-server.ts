// One step of the ladder as a server: bare node:http, and each step adds one thing that the real server must do
// too. The last two insert into bare SQLite tables, grouped and durable, with nothing of ours around them: ids
// grow with time, as they should in any store; the rows of the last step are as long as the real ones, and go to
// cases among as many. Usage: node bench/ladder-server.ts STEP FOLDER CASES
import { createHmac, createSecretKey, hash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { realClock } from '../src/clock.ts'
import { idMaker } from '../src/ids.ts'
import { CreateRelatedItem } from '../src/model/related-items.ts'
import { readClaim } from '../src/wire/claim.ts'
import { deserializer } from '../src/wire/deserialize.ts'
import { createVerifier } from '../src/wire/sigv4.ts'
import { validator } from '../src/wire/validate.ts'
import { caseIdOf } from './case-ids.ts'

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
const reply = '{"relatedItemId":"00000000-0000-7000-8000-000000000000"}'

const answer = async (request: IncomingMessage, body: Buffer): Promise<string> => {
  if (step === 1) return reply
  const path = request.url ?? ''
  if (step >= 4) {
    const claim = readClaim(request.headers, [])
    if (claim === undefined || claim instanceof Error) throw new Error('not signed')
    const bodyHash = hash('sha256', body)
    const { headers, method = '' } = request
    await verify(claim, { method, path, headers, bodyHash }, 'cases')
  }
  const [, , domainId = '', , caseId = ''] = path.split('/')
  if (step === 2) JSON.parse(body.toString())
  else validate(deserialize(body, { domainId, caseId }, []))
  const id = newId()
  if (step >= 5) await insert({ id, caseId, body })
  return JSON.stringify({ relatedItemId: id, relatedItemArn: `arn:aws:cases:::${path}/${id}` })
}

type Row = { id: string; caseId: string; body: Buffer }
const waiting: { row: Row; resolve: () => void }[] = []

const insert = (row: Row): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.push({ row, resolve }) === 1) setImmediate(flush)
  })

const flush = () => {
  const group = waiting.splice(0)
  database.exec('begin immediate')
  for (const { row } of group) insertRows(row)
  database.exec('commit')
  for (const { resolve } of group) resolve()
}

const database = new DatabaseSync(step >= 5 ? join(folder, `ladder-${step}.db`) : ':memory:')
database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0;
  create table items (pk integer primary key, id text not null, case_id text not null,
    body text not null) strict;
  create unique index items_id on items (id); create index items_case on items (case_id);
  create table audit (case_pk integer, sequence integer, bytes blob, mac blob) strict;
  create unique index audit_case on audit (case_pk, sequence);
  create table outbox (pk integer primary key, case_id text not null, event text not null) strict;
  create table cases (pk integer primary key, id text not null, sequence integer not null,
    mac blob not null, items integer not null, body text not null) strict;
  create unique index cases_id on cases (id);`)
const statement = {
  item: database.prepare('insert into items (id, case_id, body) values (?, ?, ?)'),
  head: database.prepare('select pk, sequence, mac, items from cases where id = ?'),
  newCase: database.prepare(
    'insert into cases (id, sequence, mac, items, body) values (?, 0, ?, 0, ?)',
  ),
  audit: database.prepare('insert into audit values (?, ?, ?, ?)'),
  outbox: database.prepare('insert into outbox (case_id, event) values (?, ?)'),
  count: database.prepare('update cases set sequence = ?, mac = ?, items = ? where pk = ?'),
}
const key = createSecretKey(randomBytes(32))

/** What a real audit event and a real outgoing event hold beside the comment. */
const audited = 'x'.repeat(360)
const enveloped = 'x'.repeat(980)

const insertRows = ({ id, caseId, body }: Row) => {
  const text = body.toString()
  statement.item.run(id, caseId, text)
  if (step < 6) return
  const head = statement.head.get(caseId)
  if (head === undefined) throw new Error(`no case ${caseId}`)
  const sequence = Number(head.sequence) + 1
  const bytes = Buffer.from(JSON.stringify({ id, sequence, text, audited }))
  const mac = createHmac('sha256', key)
    .update(head.mac as Uint8Array)
    .update(bytes)
    .digest()
  statement.audit.run(head.pk as number, sequence, bytes, mac)
  statement.outbox.run(caseId, JSON.stringify({ id, sequence, text, enveloped }))
  statement.count.run(sequence, mac, Number(head.items) + 1, head.pk as number)
}

const fillCases = () => {
  database.exec('begin')
  for (let i = 0; i < caseCount; i += 1) {
    statement.newCase.run(caseIdOf(i), randomBytes(32), JSON.stringify({ text: 'x'.repeat(960) }))
  }
  database.exec('commit')
}

if (step === 6) fillCases()

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
