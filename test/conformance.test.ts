// docs/conformance.md is what its generator makes, and every operation is called by a test.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { conformance, conformanceFile } from '../scripts/conformance.ts'
import { connectOperations, operations } from '../src/model/index.ts'

const cells = (document: string) =>
  document
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.includes('---'))
    .map((line) => line.split('|').map((cell) => cell.trim()))

test('[B-896] docs/conformance.md has a true row for each operation', () => {
  const rows = cells(readFileSync(conformanceFile, 'utf8'))
  assert.deepEqual(rows, cells(conformance()))
  const all = { ...operations, ...connectOperations }
  // Each of the two tables has a head.
  assert.equal(rows.length, 2 + Object.keys(all).length)
  for (const [, name, , , callers] of rows) {
    assert.notEqual(callers, '0', `no test calls ${name}`)
  }
})
