// Makes a new or renamed file's place in its folder durable: without it the name can be gone after
// a crash although the bytes are on disk.
import { closeSync, fsyncSync, openSync } from 'node:fs'

export const syncFolder = (folder: string): void => {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
