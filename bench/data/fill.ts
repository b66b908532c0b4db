// Fills a data folder with generated cases, in bulk through the storage layer, durable like anything else.
import { masterKey } from '../../src/access/key-file.ts'
import { serverKey } from '../../src/access/server-key.ts'
import { type Clock, realClock } from '../../src/clock.ts'
import { idMaker } from '../../src/ids.ts'
import type { Change } from '../../src/storage/contract.ts'
import { openStore } from '../../src/storage/index.ts'
import { firstDay, generator } from './cases.ts'
import { chanceFrom } from './chance.ts'
import { generatedDomain } from './domain.ts'

export type Filling = {
  readonly directory: string
  readonly cases: number
  readonly seed: number
  readonly progress: (done: number) => void
}

const casesPerWrite = 100

/** Resolves when all cases are stored. The folder must be new. */
export const fill = async ({ directory, cases, seed, progress }: Filling): Promise<void> => {
  const real = realClock()
  await using store = disposable(await openStore({ directory, clock: real }))
  if (store.configs.domains().length > 0) throw new Error(`${directory} has a domain already.`)
  const chance = chanceFrom(seed)
  let now = firstDay
  const clock: Clock = {
    ...real,
    now: () => now,
    random: (size) => Buffer.from(Array.from({ length: size }, () => chance.below(256))),
  }
  const newId = idMaker(clock)
  const domain = generatedDomain(newId, firstDay)
  const put = (changes: readonly Change[]) =>
    store.write({ plan: () => ({}), decide: () => ({ answer: undefined, changes }) })
  await put([{ change: 'domain.put', domain }])
  const { changesOf } = generator({
    chance,
    domain,
    count: cases,
    seal: serverKey(masterKey({ data: directory }, real.random), real.random),
    newId,
    setNow: (ms) => {
      now = ms
    },
  })
  // One write is on its way while the next is made.
  let writing = Promise.resolve<unknown>(undefined)
  for (let from = 0; from < cases; from += casesPerWrite) {
    const changes: Change[] = []
    const until = Math.min(cases, from + casesPerWrite)
    for (let index = from; index < until; index += 1) changes.push(...changesOf(index))
    await writing
    progress(from)
    writing = put(changes)
  }
  await writing
  progress(cases)
}

const disposable = <T extends { close(): Promise<void> }>(store: T): T & AsyncDisposable => ({
  ...store,
  [Symbol.asyncDispose]: () => store.close(),
})
