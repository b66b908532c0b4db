// `kill -9` while segments for searches are made: the next start searches exactly what is stored.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { openStore } from '../../src/storage/index.ts'
import { ask, put } from '../contract/place.ts'
import { builder } from '../contract/rows.ts'
import { temporaryFolder } from '../support/program.ts'

const rounds = process.env.FAULTS === 'full' ? 40 : 4

/** How many cases the writer was told are stored when it was killed. */
const writeAndKill = async (directory: string, title: string, batches: number): Promise<number> => {
  const script = join(import.meta.dirname, 'search-writer.ts')
  const writer = spawn(process.execPath, [script, directory, title], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let answered = 0
  let seen = 0
  for await (const chunk of writer.stdout) {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      answered += Number(line)
      seen += 1
    }
    if (seen >= batches && !writer.killed) writer.kill('SIGKILL')
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
  return answered
}

test('[B-1403] after a kill at any moment searches find exactly what is stored', async () => {
  using folder = temporaryFolder()
  const directory = join(folder.path, 'data')
  const options = { directory, clock: realClock(), bounds: { indexLeast: 4 } }
  const own = builder('own')
  const first = await openStore(options)
  await put(first, { change: 'domain.put', domain: own.domain })
  await first.close()
  const answered: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    answered.push(await writeAndKill(directory, `round${round}`, 1 + ((round * 37) % 90)))
    const store = await openStore(options)
    try {
      const count = async (folded: string) => {
        const where = { word: { folded, prefix: false, options: [] } }
        const takes = { scope: own.scope, where, sorts: [], nowMs: 0, limit: 1 }
        return (await ask(store, 'searchCases', takes)).totalCount
      }
      const found = await Promise.all(answered.map((_, index) => count(`round${index}`)))
      // What was asked for and not answered may be there too: at most one batch.
      for (const [index, least] of answered.entries()) {
        const more = (found[index] ?? 0) - least
        assert.ok(
          more === 0 || more === 5,
          `round ${index}: ${more} more than the ${least} answered`,
        )
      }
      const all = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 1 }
      const { totalCount } = await ask(store, 'searchCases', all)
      const sum = found.reduce((total, each) => total + each, 0)
      assert.equal(totalCount, sum + (await count('x')))
    } finally {
      await store.close()
    }
  }
})
