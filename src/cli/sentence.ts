// What a failure is called on the terminal: one sentence, never a stack.
import { ApiError } from '../errors.ts'
import { ConfigError } from '../settings.ts'

const meanings: Readonly<Record<string, string>> = {
  EACCES: 'may not be used: permission denied.',
  EADDRINUSE: 'is in use by another program; choose another port.',
  EADDRNOTAVAIL: 'is no address of this machine.',
  EEXIST: 'is in the way.',
  EISDIR: 'is a folder.',
  ENOENT: 'does not exist.',
  ENOSPC: 'cannot be written: there is no room left.',
  ENOTDIR: 'lies below something that is no folder.',
  ENOTFOUND: 'is no known host.',
  EPERM: 'may not be used: permission denied.',
  EROFS: 'cannot be written: the file system is read-only.',
}

/** The sentence of an error, whatever was thrown. */
export const sentenceOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof ConfigError || error instanceof ApiError) return error.message
  const { code, path, address, port, hostname } = error as SystemError
  const meaning = meanings[code ?? '']
  const subject = path ?? (port === undefined ? (address ?? hostname) : `${address}:${port}`)
  if (meaning !== undefined && subject !== undefined) return `${subject} ${meaning}`
  return error.message.split('\n')[0] ?? error.name
}

type SystemError = {
  readonly code?: string
  readonly path?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
}
