// `kill -9` at random moments under load, and what the next start finds. A few rounds, or 50 with `FAULTS=full`;
// `OPENCASES_TEST_SEED` repeats what the clients do, though not when the server dies.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { type Chance, chanceOf } from '../sim/chance.ts'
import { present } from '../support/case-setting.ts'
import {
  type Program,
  rootKeyIn,
  runProgram,
  startProgram,
  temporaryFolder,
} from '../support/program.ts'
import { given } from '../support/seed.ts'
import { type Ledger, newLedger, readState } from './ledger.ts'
import { creation, work } from './load.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'opencases.js')

const full = process.env.FAULTS === 'full'
const rounds = full ? 50 : 3
const workers = 8
const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

type Place = { readonly domainId: string; readonly templateId: string }

const connect = (data: string, { endpoint }: Program) => {
  const credentials = rootKeyIn(data)
  const client = new ConnectCases({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  return { client, [Symbol.dispose]: () => client.destroy() }
}

/** A domain whose changes make outgoing events. */
const setUp = async (client: ConnectCases): Promise<Place> => {
  const domainId = given((await client.createDomain({ name: 'support' })).domainId)
  const { templateId } = await client.createTemplate({ domainId, name: 'template' })
  await client.putCaseEventConfiguration({ domainId, eventBridge: { enabled: true } })
  return { domainId, templateId: given(templateId) }
}

/** Load until so many answers have come, and then, some turns later, kill. */
const loadAndKill = async (
  at: Place & { ledger: Ledger; round: number },
  chance: Chance,
  server: Program,
  client: ConnectCases,
) => {
  const enough = Promise.withResolvers<void>()
  let left = 1 + chance.below(80)
  let gone = false
  const load = {
    ...at,
    client,
    gone: () => gone,
    answered: () => {
      left -= 1
      if (left === 0) enough.resolve()
    },
  }
  const working = Array.from({ length: workers }, (_, worker) =>
    work(load, chanceOf(chance.below(2 ** 31)), worker),
  )
  const all = Promise.all(working)
  await Promise.race([enough.promise, all])
  for (let turns = chance.below(20); turns > 0; turns -= 1) await turn()
  gone = true
  server.child.kill('SIGKILL')
  await all
  assert.equal((await server.ended).code, null)
}

/** Find out what became of the requests that were cut off; they must be whole or not there. */
const settle = async ({ ledger, ...place }: Place & { ledger: Ledger }, client: ConnectCases) => {
  const { domainId } = place
  for (const [caseId, held] of ledger.cases) {
    const { state, pending } = held
    if (pending === undefined) continue
    const found = await readState(client, domainId, caseId)
    const carriedOut = JSON.stringify(found) === JSON.stringify(pending.state)
    assert.deepEqual(found, carriedOut ? pending.state : state, `case ${caseId}`)
    ledger[carriedOut ? 'carriedOut' : 'undone'] += 1
    held.state = found
    delete held.pending
  }
  for (const [title, state] of ledger.unanswered) {
    const before = await count(client, domainId)
    const { caseId } = await client.createCase(creation(place, title))
    const carriedOut = (await count(client, domainId)) === before
    ledger[carriedOut ? 'carriedOut' : 'undone'] += 1
    ledger.cases.set(given(caseId), { state })
  }
  ledger.unanswered.clear()
}

const count = async (client: ConnectCases, domainId: string) =>
  given((await client.searchCases({ domainId, maxResults: 1 })).totalCount)

/** Everything that was answered is there and nothing else: in searches, and read one by one where `each`. */
const checkAll = async (
  { domainId }: Place,
  ledger: Ledger,
  client: ConnectCases,
  each: (caseId: string) => boolean,
) => {
  const living = [...ledger.cases].filter(([, { state }]) => state !== undefined)
  const found = new Map<string, unknown>()
  const fields = [{ id: 'title' }, { id: 'status' }]
  for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
    const page = await client.searchCases({ domainId, fields, maxResults: 100, nextToken })
    assert.equal(page.totalCount, living.length)
    for (const { caseId, fields: values } of present(page.cases)) {
      found.set(
        given(caseId),
        present(values).map(({ value }) => value?.stringValue),
      )
    }
    nextToken = page.nextToken
  }
  const expected = living.map(([caseId, { state }]) => [caseId, [state?.title, state?.status]])
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected))
  for (const [caseId, { state }] of ledger.cases) {
    if (each(caseId)) assert.deepEqual(await readState(client, domainId, caseId), state, caseId)
  }
}

/** No case has more or less than its parts: counts, history and outgoing events say the same. */
const checkParts = (data: string): void => {
  const db = new DatabaseSync(join(data, 'opencases.db'), { readOnly: true })
  const torn = db
    .prepare(
      `select id, sequence, related_item_count,
         (select count(*) from audit_events as e where e.case_pk = c.pk) as events,
         (select count(*) from outbox as o where o.case_id = c.id) as outgoing,
         (select count(*) from related_items as r where r.case_pk = c.pk) as items
       from cases as c
       where events <> sequence or outgoing <> sequence or items <> related_item_count`,
    )
    .all()
  const stray = db
    .prepare(
      `select count(*) as rows from related_items where case_pk not in (select pk from cases)`,
    )
    .get()
  db.close()
  assert.deepEqual(torn, [])
  assert.equal(stray?.rows, 0)
}

const checkVerify = async (data: string, ledger: Ledger): Promise<void> => {
  const living = [...ledger.cases.values()].flatMap(({ state }) => state ?? [])
  const events = living.reduce((sum, { events: each }) => sum + each.length, 0)
  const { code, stdout } = await runProgram(['verify', '--data', data])
  assert.equal(stdout, `${living.length} cases, ${events} audit events, 0 faults\n`)
  assert.equal(code, 0)
}

test(`[B-700] [B-701] [B-713] [B-730] [B-731] killed ${rounds} times, all that was answered is there (seed ${seed})`, async (t) => {
  const chance = chanceOf(seed)
  using folder = temporaryFolder()
  const serve = ['--data', folder.path]
  const ledger = newLedger()
  let place: Place | undefined
  let known = new Set<string>()
  for (let round = 0; round <= rounds; round += 1) {
    await using server = await startProgram(serve)
    using connection = connect(folder.path, server)
    const { client } = connection
    place ??= await setUp(client)
    const at = { ...place, ledger, round }
    await settle(at, client)
    const last = round === rounds
    const seen = known
    await checkAll(place, ledger, client, (caseId) => last || !seen.has(caseId))
    checkParts(folder.path)
    await checkVerify(folder.path, ledger)
    known = new Set(ledger.cases.keys())
    if (!last) await loadAndKill(at, chance, server, client)
  }
  const { answers, undone, carriedOut } = ledger
  assert.ok(answers >= rounds && ledger.cases.size >= rounds)
  t.diagnostic(`${answers} answers; of those cut off ${undone} undone, ${carriedOut} carried out`)
})

test('[B-720] a first start that is killed at any moment is made good by the next', async () => {
  const chance = chanceOf(seed)
  for (let round = 0; round < (full ? 30 : 2); round += 1) {
    using folder = temporaryFolder()
    const serve = ['--data', folder.path]
    const timeout = 100 + chance.below(400)
    const killed = spawnSync(process.execPath, [program, 'serve', '--port', '0', ...serve], {
      timeout,
      killSignal: 'SIGKILL',
    })
    assert.equal(killed.signal, 'SIGKILL', `after ${timeout} ms: ${killed.stderr}`)
    await using server = await startProgram(serve)
    using connection = connect(folder.path, server)
    await setUp(connection.client)
    await checkVerify(folder.path, newLedger())
  }
})
