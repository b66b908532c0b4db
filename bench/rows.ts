// `npm run bench:rows -- --cases N [--items M]`: what cases take in PostgreSQL, table by table, measured on generated
// ones, and from it what M related items would take. A PostgreSQL of npm's is started for it, and goes away again.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rowsOf, startPostgres } from '../test/support/postgres.ts'
import { fill } from './data/fill.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '30000' },
    items: { type: 'string', default: '10000000000' },
  },
})
const cases = Number(values.cases)
const wanted = Number(values.items)
if (!(Number.isSafeInteger(cases) && cases > 0 && Number.isSafeInteger(wanted))) {
  console.error('--cases and --items take whole numbers.')
  process.exit(2)
}

type Size = { name: string; rows: number; heap: number; indexes: number }

// What is too long for a row lies beside it, and counts to its table.
const sizes = `
  select relname as name, n_live_tup::integer as rows, pg_table_size(relid)::float8 as heap,
    pg_indexes_size(relid)::float8 as indexes
  from pg_stat_user_tables where n_live_tup >= ${cases / 4}
  order by pg_total_relation_size(relid) desc`

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

const print = (all: readonly Size[]): void => {
  console.log('| table | rows a case | bytes a row | of its indexes | bytes a case |')
  console.log('| --- | ---: | ---: | ---: | ---: |')
  for (const { name, rows, heap, indexes } of all) {
    const cells = [
      short.format(rows / cases),
      whole.format(heap / rows),
      whole.format(indexes / rows),
      whole.format((heap + indexes) / cases),
    ]
    console.log(`| \`${name}\` | ${cells.join(' | ')} |`)
  }
}

/** From the bytes of the generated cases to those of as many as hold the related items that are wanted. */
const plan = (all: readonly Size[]): void => {
  const items = all.find(({ name }) => name === 'related_items')?.rows ?? 0
  const factor = wanted / items
  const sum = (key: 'heap' | 'indexes') => all.reduce((total, size) => total + size[key], 0)
  const tera = (bytes: number) => `${short.format((bytes * factor) / 1e12)} TB`
  console.log(
    `\n${whole.format(wanted)} related items in ${whole.format(cases * factor)} cases: ` +
      `tables ${tera(sum('heap'))}, indexes ${tera(sum('indexes'))}, ` +
      `all ${tera(sum('heap') + sum('indexes'))}`,
  )
}

const folder = mkdtempSync(join(tmpdir(), 'opencases-rows-'))
const postgres = await startPostgres()
try {
  await fill({ directory: folder, cases, seed: 1, progress: () => {} })
  const program = new URL('../bin/opencases.js', import.meta.url).pathname
  const words = ['copy', '--from', `sqlite:${folder}`, '--to', postgres.url]
  execFileSync(process.execPath, [program, ...words], { stdio: ['ignore', 'inherit', 'inherit'] })
  await rowsOf(postgres.url, 'vacuum analyze')
  const all = (await rowsOf(postgres.url, sizes)) as Size[]
  print(all)
  plan(all)
} finally {
  postgres.kill()
  rmSync(folder, { recursive: true, force: true })
}
