// Those that are there now: who comes and goes, and what is kept of who went.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import v8 from 'node:v8'
import vm from 'node:vm'
import { createCrowd, type Member } from '../../src/crowd.ts'
import { chanceOf } from '../sim/chance.ts'

test('[B-1343] a crowd has whoever came and did not go, whatever the order', () => {
  const chance = chanceOf(7)
  const crowd = createCrowd<Member & { readonly id: number }>()
  const there = new Map<number, Member & { readonly id: number }>()
  for (let id = 0; id < 2000; id += 1) {
    const member = { id, place: 0 }
    crowd.add(member)
    there.set(id, member)
    while (there.size > 0 && chance.below(100) < 45) {
      const leaving = [...there.values()][chance.below(there.size)]
      if (leaving === undefined) continue
      crowd.remove(leaving)
      // Nothing happens to one that is not there.
      crowd.remove(leaving)
      there.delete(leaving.id)
    }
    const ids = crowd.members.map((each) => each.id)
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      [...there.keys()],
    )
  }
})

test('[B-1343] a crowd does not keep who went until the whole heap is collected', () => {
  v8.setFlagsFromString('--expose-gc')
  const collect: (options: { type: 'major' | 'minor' }) => void = vm.runInNewContext('gc')
  const crowd = createCrowd<Member & { readonly load: readonly number[] }>()
  const there: (Member & { readonly load: readonly number[] })[] = []
  const pass = (count: number): void => {
    for (let left = count; left > 0; left -= 1) {
      const member = { place: 0, load: Array.from({ length: 100 }, (_, index) => index + left) }
      crowd.add(member)
      there.push(member)
      if (there.length < 8) continue
      const leaving = there.shift()
      if (leaving !== undefined) crowd.remove(leaving)
    }
  }
  pass(100)
  collect({ type: 'major' })
  const before = process.memoryUsage().heapUsed
  pass(5000)
  for (let times = 0; times < 3; times += 1) collect({ type: 'minor' })
  const keptMb = (process.memoryUsage().heapUsed - before) / 1e6
  assert.ok(keptMb < 1, `${keptMb} MB are kept`)
})
