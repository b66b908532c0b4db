// `npm run bench:data -- --cases N [--data FOLDER] [--seed S]`: a data folder full of generated cases, the same
// ones for the same seed.
import { readdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fill } from './data/fill.ts'

/** Bytes on disk, as measured at 100,000 cases. */
const bytesPerCase = 12_500

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    data: { type: 'string', default: './data' },
    seed: { type: 'string', default: '1' },
  },
})
const cases = Number(values.cases)
const seed = Number(values.seed)
if (!(Number.isSafeInteger(cases) && cases > 0 && Number.isSafeInteger(seed))) {
  console.error('--cases and --seed take whole numbers.')
  process.exit(2)
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`

const free = ({ bavail, bsize }: { bavail: number; bsize: number }): number => bavail * bsize
const room = free(statfsSync(dirname(resolve(values.data))))
console.log(
  `${cases.toLocaleString('en')} cases will need some ${megabytes(cases * bytesPerCase)}; ` +
    `${megabytes(room)} are free.`,
)
if (room < cases * bytesPerCase) process.exit(1)

const from = performance.now()
let shownAt = 0
await fill({ directory: values.data, cases, seed, progress })
const used = readdirSync(values.data)
  .map((name) => statSync(join(values.data, name)).size)
  .reduce((sum, size) => sum + size, 0)
const seconds = (performance.now() - from) / 1000
console.log(
  `\n${cases.toLocaleString('en')} cases in ${seconds.toFixed(1)} s ` +
    `(${Math.round(cases / seconds).toLocaleString('en')} cases/s), ${megabytes(used)}, ` +
    `${Math.round(used / cases)} bytes a case`,
)

function progress(done: number): void {
  const now = performance.now()
  if (done < cases && now - shownAt < 200) return
  shownAt = now
  const share = done / cases
  const rate = done / ((now - from) / 1000)
  const left = rate > 0 ? Math.round((cases - done) / rate) : 0
  const bar = '#'.repeat(Math.floor(share * 40)).padEnd(40, '.')
  process.stdout.write(
    `\r[${bar}] ${Math.floor(share * 100)} %  ${Math.round(rate)} cases/s  ${left} s to go   `,
  )
}
