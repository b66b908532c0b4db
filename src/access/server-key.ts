// The server's master key: what secrets are sealed with and histories chained by. It comes from a
// setting or from a file beside the database that only its owner may read; a key for each purpose
// is derived from it.

import type { KeyObject } from 'node:crypto'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
} from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Seal } from '../domain/journal.ts'

export type ServerKey = {
  /** The audit chain: HMAC-SHA-256 over previous, sequence (8 bytes, big-endian), bytes. */
  readonly chain: Seal['chain']
  /** HMAC-SHA-256 for page tokens. */
  mac(bytes: Uint8Array): Uint8Array
  /** HMAC-SHA-256 for the URLs of files. */
  urlMac(bytes: Uint8Array): Uint8Array
  /** Encrypt a secret for one owner: what is sealed for another does not open. */
  seal(owner: string, secret: string): Uint8Array
  /** Undefined if it was sealed under another key, for another owner, or was altered. */
  open(owner: string, sealed: Uint8Array): string | undefined
}

/** A server's keys from its master key of 32 bytes. */
export const serverKey = (master: Uint8Array, random: Clock['random']): ServerKey => {
  const chainKey = derived(master, 'audit chain')
  const tokenKey = derived(master, 'page tokens')
  const urlKey = derived(master, 'file urls')
  const sealKey = derived(master, 'secrets')
  return {
    chain: (previous, sequence, bytes) => {
      const number = Buffer.alloc(8)
      number.writeBigUInt64BE(BigInt(sequence))
      return createHmac('sha256', chainKey).update(previous).update(number).update(bytes).digest()
    },
    mac: (bytes) => createHmac('sha256', tokenKey).update(bytes).digest(),
    urlMac: (bytes) => createHmac('sha256', urlKey).update(bytes).digest(),
    seal: (owner, secret) => {
      const nonce = Buffer.from(random(nonceBytes))
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(owner))
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
    },
    open: (owner, sealed) => {
      if (sealed.length < nonceBytes + tagBytes) return undefined
      const nonce = sealed.subarray(0, nonceBytes)
      const tag = sealed.subarray(-tagBytes)
      const options = { authTagLength: tagBytes }
      const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, options)
      decipher.setAAD(Buffer.from(owner)).setAuthTag(tag)
      try {
        const secret = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
        return Buffer.concat([secret, decipher.final()]).toString('utf8')
      } catch {
        // Node says only that it could not authenticate the data, which is the answer.
        return undefined
      }
    },
  }
}

const nonceBytes = 12
const tagBytes = 16

// Kept as a KeyObject: `createHmac` on raw bytes costs 16 us a call on Node 24, on a KeyObject
// under 2.
const derived = (master: Uint8Array, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `opencases ${purpose}`, 32)))
