// Waits for what comes by itself, not longer than it may take.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves when `holds`; fails with the sentence after `ms`. */
export const until = async (
  holds: () => boolean | Promise<boolean>,
  sentence: () => string,
  ms = 20_000,
): Promise<void> => {
  for (const end = performance.now() + ms; !(await holds()); await sleep(5)) {
    assert.ok(performance.now() < end, sentence())
  }
}
