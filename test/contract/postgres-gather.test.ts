// Groups of questions, without a database: who goes with whom, and when.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { gather } from '../../src/storage/postgres/gather.ts'

type Group = { readonly asked: readonly number[]; answer(): void }

const gathering = (bounds: { groupsMax: number; togetherMax: number }) => {
  const groups: Group[] = []
  const run = (asked: readonly number[]) =>
    new Promise<void>((answer) => {
      groups.push({ asked, answer })
    })
  return { groups, ask: gather({ run, ...bounds }) }
}

test('[B-1315] questions of one turn go together, at once', async () => {
  const { groups, ask } = gathering({ groupsMax: 2, togetherMax: 10 })
  ask(1)
  ask(2)
  assert.equal(groups.length, 0)
  await turn()
  assert.deepEqual(
    groups.map(({ asked }) => asked),
    [[1, 2]],
  )
})

test('[B-1315] who comes while groups are under way goes with the next, none with an earlier one', async () => {
  const { groups, ask } = gathering({ groupsMax: 2, togetherMax: 10 })
  for (const one of [1, 2, 3, 4]) {
    ask(one)
    await turn()
  }
  assert.deepEqual(
    groups.map(({ asked }) => asked),
    [[1], [2]],
  )
  groups[1]?.answer()
  await turn()
  assert.deepEqual(groups[2]?.asked, [3, 4])
  ask(5)
  groups[0]?.answer()
  await turn()
  assert.deepEqual(groups[3]?.asked, [5])
})

test('[B-1315] a group has a largest size, and nobody is left behind', async () => {
  const { groups, ask } = gathering({ groupsMax: 1, togetherMax: 2 })
  for (const one of [1, 2, 3, 4, 5]) ask(one)
  for (let at = 0; at < 3; at += 1) {
    await turn()
    groups[at]?.answer()
  }
  await turn()
  assert.deepEqual(
    groups.map(({ asked }) => asked),
    [[1, 2], [3, 4], [5]],
  )
})
