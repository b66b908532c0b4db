// A process that writes cases as fast as it can, and says which are answered, until it is killed. Segments for
// searches are made and merged meanwhile.
import { realClock } from '../../src/clock.ts'
import { openStore } from '../../src/storage/index.ts'
import { put } from '../contract/place.ts'
import { builderOf, creation, revision } from '../contract/rows.ts'

const [directory = '', title = ''] = process.argv.slice(2)
const store = await openStore({ directory, clock: realClock(), bounds: { indexLeast: 4 } })
const [domain] = store.configs.domains()
if (domain === undefined) throw new Error('no domain')
const own = builderOf(domain)
for (;;) {
  const rows = Array.from({ length: 5 }, () =>
    own.case({ values: { title: { stringValue: 'x' } } }),
  )
  await put(store, ...rows.flatMap(creation))
  const changes = rows.flatMap(
    (row) => revision(row, { values: { title: { stringValue: title } } }).changes,
  )
  await put(store, ...changes)
  process.stdout.write(`${rows.length}\n`)
}
