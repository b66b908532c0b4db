// A Node that runs as nobody in particular, for tests of what a user may not do: root may do everything.
import { chmodSync, chownSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The user and group `nobody`. */
const nobody = 65534

const setpriv = '/usr/bin/setpriv'

const isRoot = process.getuid?.() === 0

/** Whether there is such a Node; else the sentence to skip a test with. */
export const unprivilegedMissing = (): string | false => {
  if (!isRoot) return false
  return existsSync(setpriv)
    ? false
    : 'root may write everywhere, and there is no setpriv to become somebody else'
}

/** A program to start instead of Node; `folder` must be one that others may look into. */
export const unprivilegedNode = (folder: string): string => {
  if (!isRoot) return process.execPath
  const script = join(folder, 'node')
  const become = `${setpriv} --reuid=${nobody} --regid=${nobody} --clear-groups`
  writeFileSync(script, `#!/bin/sh\nexec ${become} '${process.execPath}' "$@"\n`)
  chmodSync(script, 0o755)
  return script
}

/** Give a file or folder to the user that `unprivilegedNode` runs as. */
export const giveAway = (path: string): void => {
  if (isRoot) chownSync(path, nobody, nobody)
}
