// `npm run bench:guard [-- --cases 100000]`: measures again what bench/results.json has, and fails where a ratio has
// lost 15 %. Ratios only: of the operations to the steps of the ladder, measured in the same rounds, so that a slower
// or busier machine is no loss.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { losses, ratiosOf } from './guard/ratios.ts'
import { argumentOf, positive } from './positive.ts'
import { measureRates, type Rates } from './rates.ts'

const file = new URL('results.json', import.meta.url)
const before = JSON.parse(readFileSync(file, 'utf8')) as Rates
const given = argumentOf('cases') ?? `${before.caseCount}`
const { cases: caseCount } = positive({ cases: given })
const folder = mkdtempSync(join(tmpdir(), 'opencases-guard-'))

try {
  const now = await measureRates({ folder, caseCount })
  const ratios = ratiosOf(before, now)
  for (const { name, was, is } of ratios) {
    console.log(`${name.padEnd(60)} was ${was.toFixed(3)}  is ${is.toFixed(3)}`)
  }
  const lost = losses(ratios)
  for (const { name, was, is } of lost) {
    console.log(`LOST   ${name}: ${(100 * (1 - is / was)).toFixed(0)} %`)
  }
  console.log(
    lost.length === 0 ? 'Nothing has lost 15 %.' : `${lost.length} ratios have lost 15 %.`,
  )
  process.exitCode = lost.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
