// Makes sure that a file, or what a folder lists, is on disk and not only on its way there.
import { closeSync, fsyncSync, openSync } from 'node:fs'

export const sync = (path: string): void => {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
