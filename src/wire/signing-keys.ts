// Signing keys, kept: deriving one takes four HMACs, and on Node 24 an HMAC with a raw key costs
// nine times one with a KeyObject.
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Claim } from './claim.ts'

type Owner = { readonly accessKeyId: string; readonly secret: string }

/** Keys in use at a time; the oldest goes first. */
const keysMax = 10_000

/**
 * A bounded cache of signing keys, by access key, day, region and service; a new secret makes a new
 * key.
 */
export const signingKeys = (): ((owner: Owner, claim: Claim) => KeyObject) => {
  const kept = new Map<string, { secret: string; key: KeyObject }>()
  return (owner, claim) => {
    const name = `${owner.accessKeyId}/${claim.date}/${claim.region}/${claim.service}`
    const found = kept.get(name)
    if (found !== undefined && found.secret === owner.secret) return found.key
    const key = derive(owner.secret, claim)
    kept.delete(name)
    kept.set(name, { secret: owner.secret, key })
    if (kept.size > keysMax) {
      for (const oldest of kept.keys()) {
        kept.delete(oldest)
        break
      }
    }
    return key
  }
}

const derive = (secret: string, { date, region, service }: Claim): KeyObject => {
  const ofDate = hmac(`AWS4${secret}`, date)
  return createSecretKey(hmac(hmac(hmac(ofDate, region), service), 'aws4_request'))
}

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()
