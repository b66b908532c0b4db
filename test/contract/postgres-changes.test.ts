// The list of changes that copies follow, read while transactions begin and end in any order:
// whoever follows takes in each change that is committed, once, and a transaction that does not end
// costs nothing.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { realClock } from '../../src/clock.ts'
import {
  beginning,
  changesBehind,
  type Followed,
  sweepChanges,
} from '../../src/storage/postgres/search-changes.ts'
import { type Session, sessionOn, types } from '../../src/storage/postgres/session.ts'
import { openPostgres } from '../../src/storage/postgres/store.ts'
import { emptyDatabase, postgresMissing, startPostgres } from '../support/postgres.ts'

const writersCount = 3

/** A database, a session that follows, and others that write. */
const followedPlace = async () => {
  // Of its own: what others have under way would be seen here.
  const server = await startPostgres()
  const place = await emptyDatabase(server.url)
  const store = await openPostgres({ url: place.url, clock: realClock(), connectionsMax: 2 })
  await store.close()
  const connected = async () => {
    const client = new pg.Client({ connectionString: place.url, types })
    await client.connect()
    return client
  }
  const [reading, ...writers] = await Promise.all(
    Array.from({ length: writersCount + 1 }, connected),
  )
  assert.ok(reading !== undefined)
  return {
    session: sessionOn(reading, false),
    writers,
    [Symbol.asyncDispose]: async () => {
      for (const client of [reading, ...writers]) await client.end()
      await place[Symbol.asyncDispose]()
      server.kill()
    },
  }
}

/** Adds so many changes, in the transaction that is open or in one of their own. */
const add = async (client: pg.Client, count: number): Promise<string[]> => {
  const { rows } = await client.query<{ changed: string }>(
    `insert into search_changes (domain, changed)
     select 1, gen_random_uuid() from generate_series(1, $1) returning changed`,
    [count],
  )
  return rows.map(({ changed }) => changed)
}

/** One step; where it has come to, and whether there is more at once. */
const step = async (session: Session, from: Followed, seen: string[]) => {
  const following = await changesBehind(session, from)
  assert.ok(following !== undefined, 'changes are gone')
  seen.push(...following.cases.map(({ caseId }) => caseId))
  return following
}

const act = fc.record({
  writer: fc.nat(writersCount - 1),
  does: fc.constantFrom('begin', 'add', 'add', 'add', 'commit', 'rollback', 'follow', 'follow'),
  // More than are read at a time now and then, so that a transaction is read in pieces.
  count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 900, max: 2500 })),
})

const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

describe('the list of changes', { skip: postgresMissing() }, () => {
  test(`[B-1340] each committed change is taken in once (seed ${seed})`, async () => {
    await using place = await followedPlace()
    const { session, writers } = place
    const property = fc.asyncProperty(
      fc.array(act, { minLength: 20, maxLength: 40 }),
      async (acts) => {
        // What a run that failed left open.
        for (const client of writers) await client.query('rollback')
        let followed = await beginning(session)
        const seen: string[] = []
        const committed: string[] = []
        const open = new Map<pg.Client, string[]>()
        const end = async (client: pg.Client, how: 'commit' | 'rollback'): Promise<void> => {
          await client.query(how)
          if (how === 'commit') committed.push(...(open.get(client) ?? []))
          open.delete(client)
        }
        for (const { writer, does, count } of acts) {
          const client = writers[writer] ?? assert.fail()
          const own = open.get(client)
          if (does === 'follow') followed = (await step(session, followed, seen)).followed
          else if (does === 'add') (own ?? committed).push(...(await add(client, count)))
          else if (does === 'begin' && own === undefined) {
            await client.query('begin')
            open.set(client, await add(client, 1))
          } else if (does !== 'begin' && own !== undefined) await end(client, does)
        }
        for (const client of open.keys()) await end(client, 'commit')
        for (let isMore = true; isMore; )
          ({ followed, isMore } = await step(session, followed, seen))
        assert.equal(seen.length, new Set(seen).size, 'a change was taken in twice')
        assert.deepEqual(new Set(seen), new Set(committed))
      },
    )
    await fc.assert(property, { seed, numRuns: 25 })
  })

  test('[B-1340] [B-1341] a transaction that does not end is no reason to read anything again', async () => {
    await using place = await followedPlace()
    const { session, writers } = place
    const [writer, endless] = writers as [pg.Client, pg.Client]
    const begun = await beginning(session)
    await endless.query('begin')
    await add(endless, 1)
    const seen: string[] = []
    let { followed } = await step(session, begun, seen)
    for (let round = 0; round < 3; round += 1) {
      const added = await add(writer, 1000)
      followed = (await step(session, followed, seen)).followed
      assert.deepEqual(seen.splice(0), added)
      assert.ok(followed.running.length < 10, `${followed.running}`)
    }
    // A day later: what is swept is newer than the one that is still open.
    await writer.query(`update search_changes set at = now() - interval '2 days'`)
    await session.run(sweepChanges, [10_000])
    followed = (await step(session, followed, seen)).followed
    // What it has written may have been cleared away by the time it is seen.
    await endless.query('commit')
    assert.equal(await changesBehind(session, followed), undefined)
    assert.equal(await changesBehind(session, begun), undefined)
  })
})
