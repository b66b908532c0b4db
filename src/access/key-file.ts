// Where the master key comes from: the setting OPENCASES_KEY, or `<data>/server.key`, which the
// first start creates. Without this key no secret opens and no history verifies: it belongs into
// every backup.
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { syncFolder } from './sync-folder.ts'

/** The name of the key file in the data folder. */
export const keyFileName = 'server.key'

/**
 * The master key of a data folder: the setting if there is one, else the key file, which is made if
 * it is not there. `:memory:` has no folder, and its key ends with the process. Throws an Error
 * with a sentence.
 */
export const masterKey = (
  { data, key }: { data: string; key?: Uint8Array | undefined },
  random: Clock['random'],
): Uint8Array => {
  if (key !== undefined) return key
  if (data === ':memory:') return Buffer.from(random(keyBytes))
  const file = join(data, keyFileName)
  return readKeyFile(file) ?? createKeyFile(data, file, random)
}

const keyBytes = 32

// Written in hexadecimal; whoever makes their own may use base64.
const parsed = (text: string): Uint8Array | undefined => {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined
  const bytes = Buffer.from(trimmed, 'base64')
  return bytes.length === keyBytes ? bytes : undefined
}

const readKeyFile = (file: string): Uint8Array | undefined => {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new Error(`The key file ${file} cannot be read (${codeOf(error)}).`, { cause: error })
  }
  try {
    const mode = fstatSync(descriptor).mode & 0o777
    if ((mode & 0o077) !== 0) {
      throw new Error(
        `The key file ${file} may be read by others (mode ${mode.toString(8)}); set it to 600.`,
      )
    }
    const bytes = parsed(readFileSync(descriptor, 'utf8'))
    if (bytes === undefined) throw new Error(`The key file ${file} holds no key of 32 bytes.`)
    return bytes
  } finally {
    closeSync(descriptor)
  }
}

// Written under another name and linked into place: a crash leaves a whole key file or none, and of
// two processes that start together one wins and the other reads what it wrote.
const createKeyFile = (folder: string, file: string, random: Clock['random']): Uint8Array => {
  const bytes = Buffer.from(random(keyBytes))
  const draft = `${file}.${Buffer.from(random(6)).toString('hex')}`
  try {
    const descriptor = openSync(draft, 'wx', 0o600)
    try {
      fchmodSync(descriptor, 0o600)
      writeSync(descriptor, `${bytes.toString('hex')}\n`)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    try {
      linkSync(draft, file)
    } finally {
      unlinkSync(draft)
    }
    syncFolder(folder)
    return bytes
  } catch (error) {
    const existing = codeOf(error) === 'EEXIST' ? readKeyFile(file) : undefined
    if (existing !== undefined) return existing
    throw new Error(`The key file ${file} cannot be written (${codeOf(error)}).`, { cause: error })
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
