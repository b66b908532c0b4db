// A Node that may write only where it is allowed to, for tests of what a user may not do: root may do everything,
// unless it gives its capabilities away. It stays root, so that it can read a checkout that is root's alone.
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const setpriv = '/usr/bin/setpriv'

const isRoot = process.getuid?.() === 0

/** Whether there is such a Node; else the sentence to skip a test with. */
export const unprivilegedMissing = (): string | false => {
  if (!isRoot) return false
  return existsSync(setpriv)
    ? false
    : 'root may write everywhere, and there is no setpriv to give that up'
}

/** A program to start instead of Node, written into `folder`. */
export const unprivilegedNode = (folder: string): string => {
  if (!isRoot) return process.execPath
  const script = join(folder, 'node')
  const giveUp = `${setpriv} --bounding-set=-all --inh-caps=-all`
  writeFileSync(script, `#!/bin/sh\nexec ${giveUp} '${process.execPath}' "$@"\n`)
  chmodSync(script, 0o755)
  return script
}
