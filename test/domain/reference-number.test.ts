// Reference numbers as they are drawn.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { drawReferenceNumbers } from '../../src/domain/reference-number.ts'

test('[B-318] drawn numbers have nine characters and use all that do not look alike', () => {
  const seen = new Set<string>()
  const numbers = new Set<string>()
  for (let i = 0; i < 500; i++) {
    for (const number of drawReferenceNumbers(randomBytes)) {
      assert.match(number, /^[A-HJKMNP-Z2-9]{9}$/)
      numbers.add(number)
      for (const character of number) seen.add(character)
    }
  }
  assert.equal(seen.size, 31)
  assert.equal(numbers.size, 1500)
})
