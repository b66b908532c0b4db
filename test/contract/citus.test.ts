// PostgreSQL with its tables spread over machines by Citus: to how many parts of a table it sends what operations
// ask, and one half of the store's contract; the other is in `citus-2.test.ts`.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import type { Store } from '../../src/storage/contract.ts'
import { callEverything } from '../support/all-operations.ts'
import { askedOfAll, askerOf } from '../support/asked-of-all.ts'
import { citusMissing, spreadDatabase } from '../support/postgres.ts'
import { countUses, type Sent, sentBy } from '../support/sent-statements.ts'
import { ask, put, settingIn } from './place.ts'
import { spreadPlace } from './postgres-place.ts'
import { creation, outgoing, someTime } from './rows.ts'
import { registerStorageContract } from './storage.ts'

const missing = citusMissing()
const rounds = 120
const casesAtOnce = 8
const followers = 4

/** How many parts of tables Citus sends a statement to: each of its steps, where it has several. */
const partsAsked = async (client: pg.Client, { text, values = [] }: Sent): Promise<number[]> => {
  const { rows } = await client.query({
    text: `explain (costs off, format json) ${text}`,
    values: [...values],
  })
  const counts = [...JSON.stringify(rows).matchAll(/"Task Count":(\d+)/g)]
  return counts.map(([, count]) => Number(count))
}

describe('Citus', { skip: missing }, () => {
  test('[B-1321] it sends each statement of an operation to one part of its tables', async () => {
    await using database = await spreadDatabase()
    const sent = await sentBy(() => callEverything(database.url))
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const seen = new Map<string, readonly number[]>()
    for (const statement of sent) {
      const name = statement.name ?? statement.text
      if (seen.has(name) || countUses(statement) === 0) continue
      if (askedOfAll[askerOf(statement)] !== undefined) continue
      seen.set(name, await partsAsked(client, statement))
    }
    await client.end()
    const many = [...seen].filter(
      ([, parts]) => parts.length === 0 || parts.some((count) => count !== 1),
    )
    assert.deepEqual(many, [])
    assert.ok(seen.size > 40, `saw ${seen.size} statements`)
  })

  test('[B-1322] who follows events never sees a later one without those before it', async () => {
    await using setting = await settingIn(spreadPlace)
    const { store, own, place } = setting
    const second = await place.beside()
    let writing = true
    const write = async (to: Store): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) {
        await Promise.all(
          Array.from({ length: casesAtOnce }, () => {
            const row = own.case()
            return put(to, ...creation(row), {
              change: 'outbox.append',
              row: outgoing(row, someTime),
            })
          }),
        )
      }
    }
    const follow = async (): Promise<number[]> => {
      const positions: number[] = []
      for (let ended = false; ; ended = !writing) {
        const after = positions.at(-1) ?? 0
        const { rows } = await ask(store, 'outgoing', { after, limit: 1000 })
        positions.push(...rows.map(({ position }) => position))
        if (ended) return positions
      }
    }
    const followed = Array.from({ length: followers }, follow)
    await Promise.all([write(store), write(second)])
    writing = false
    const wanted = Array.from({ length: 2 * rounds * casesAtOnce }, (_, index) => index + 1)
    for (const positions of await Promise.all(followed)) assert.deepEqual(positions, wanted)
  })

  if (missing === false) registerStorageContract('Citus', spreadPlace, 0)
})
