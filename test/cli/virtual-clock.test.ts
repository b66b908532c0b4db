// The settings of a server for tests.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { ConfigError } from '../../src/settings.ts'
import { runProgram } from '../support/program.ts'

const taken = (flags: Record<string, string>): boolean => {
  try {
    readConfig(flags)
    return true
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return false
  }
}

test('[B-1100] a virtual clock is refused with a host that others can reach', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
    assert.ok(taken({ clock: 'virtual', host }), host)
  }
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', '127.example.com']) {
    assert.ok(!taken({ clock: 'virtual', host }), host)
    assert.ok(taken({ clock: 'real', host }), host)
  }
})

test('[B-1100] so is the start of the program, with a sentence', async () => {
  const env = { OPENCASES_CLOCK: 'virtual' }
  const { code, stderr } = await runProgram(['serve', '--host', '0.0.0.0'], { env })
  assert.equal(code, 2)
  assert.match(stderr, /OPENCASES_CLOCK=virtual is for tests and takes a loopback OPENCASES_HOST\./)
})

test('[B-1101] the start of the clock is a moment from 1970 to 9000, of a virtual clock', () => {
  const at = (start: string) => taken({ clock: 'virtual', 'clock-start': start })
  for (const start of [
    '1970-01-01T00:00:00Z',
    '2026-11-23T11:00:00+01:00',
    '9000-01-01T00:00:00Z',
  ]) {
    assert.ok(at(start), start)
  }
  for (const start of ['now', '2026-11-23', '1969-12-31T23:59:59Z', '9000-01-01T00:00:01Z']) {
    assert.ok(!at(start), start)
  }
  assert.ok(!taken({ 'clock-start': '2026-11-23T10:00:00Z' }))
})
