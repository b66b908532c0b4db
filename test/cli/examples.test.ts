// Examples that are tests themselves still pass.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')

test('[B-1101] [B-1102] [B-1122] the example of a test in CI breaches an SLA and repeats a call', async () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const example = join(root, 'examples', 'sla-breach.ts')
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', example], { env })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  assert.equal(code, 0, output)
  assert.match(output, /^# pass 2$/m)
})
