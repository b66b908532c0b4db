// Whether a data folder can be written. SQLite opens a file that it may only read without a word, takes no lock on
// it, and fails with the first write: a server must know before it starts.
import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Throws the system's error, which names the path, if the folder or one of its `files` cannot be written. */
export const mustBeWritable = (directory: string, files: readonly string[]): void => {
  accessSync(directory, constants.W_OK | constants.X_OK)
  for (const name of readdirSync(directory)) {
    if (files.includes(name)) accessSync(join(directory, name), constants.R_OK | constants.W_OK)
  }
}
