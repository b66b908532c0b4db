// The few words in which the folder of attached files talks to the file system.
import { mkdir, open } from 'node:fs/promises'

/** The code of a system error, `ENOENT`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Make folders that are missing, for their owner only; those above them are there, or named before. */
export const makeFolders = async (...paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    await mkdir(path, { mode: 0o700 }).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
  }
}

/** Flush the names in a folder to the disk. */
export const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
