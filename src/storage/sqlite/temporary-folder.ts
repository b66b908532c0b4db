// The folder of a `:memory:` store: a second connection and worker threads need a file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()

/** Make a folder that is gone when it is removed or the process ends. */
export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'opencases-'))
  if (folders.size === 0) process.once('exit', removeAll)
  folders.add(path)
  return {
    path,
    remove: () => {
      remove(path)
      if (folders.size === 0) process.removeListener('exit', removeAll)
    },
  }
}

const removeAll = (): void => folders.forEach(remove)

const remove = (path: string): void => {
  folders.delete(path)
  rmSync(path, { recursive: true, force: true })
}
