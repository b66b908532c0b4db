// Makes the data folder, for its owner only. Node's own `recursive` tries for ever, deaf to every signal, where a
// folder that is there refuses to hold another with ENOENT: a working folder that somebody has deleted, /proc.
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Make a folder and those above it, as far as they are missing. */
export const makeFolder = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(path)
  if (parent !== path && !existsSync(parent)) makeFolder(parent)
  mkdirSync(path, { mode: 0o700 })
}
