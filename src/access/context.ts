// What a decision may ask of a request: the condition keys that a server of one's own can know,
// those that the operation gives, and the attributes of the resource. A key that is not known here
// is missing, except that attributes of rows that are not loaded are unknown.
import { formatInstant } from '../clock.ts'
import type { Location } from '../ids.ts'
import type { Check, Principal, StoredAttributes } from './check.ts'
import { type Context, unknownValue } from './truth.ts'

/** What the front door knows of a request. */
export type RequestContext = {
  readonly location: Location
  /** The caller's address, or the one that a trusted proxy names. */
  readonly sourceIp: string
  /** Whether the caller spoke TLS, to us or to a trusted proxy. */
  readonly secureTransport: boolean
  readonly userAgent?: string | undefined
  readonly referer?: string | undefined
  /** Wall time, milliseconds since the epoch. */
  readonly now: number
  /** When the session token was issued; only for keys that have one. */
  readonly tokenIssuedAt?: number
}

export type Facts = {
  readonly principal: Principal
  readonly request: RequestContext
  readonly check: Check
  /** Undefined: not loaded, or the resource does not exist; either way nobody knows them. */
  readonly attributes: StoredAttributes | undefined
}

/** The condition keys of one check, their names in lower case. */
export const contextOf = (facts: Facts): Context => ({
  lookup: (key) => {
    const given = valuesIn(facts.check.keys, key)
    if (given !== undefined) return given
    if (key.startsWith(resourceTag)) return tagOf(facts, key.slice(resourceTag.length))
    if (key.startsWith('aws:')) return globalKeys[key]?.(facts)
    if (facts.attributes !== undefined) return valuesIn(facts.attributes.keys, key)
    return hasUnknownAttributes(facts.check) ? unknownValue : undefined
  },
})

/** The global condition keys that are known here, in lower case. */
export const isGlobalKey = (key: string): boolean => key in globalKeys

const resourceTag = 'aws:resourcetag/'

const globalKeys: Readonly<Record<string, (facts: Facts) => string | undefined>> = {
  'aws:currenttime': ({ request }) => formatInstant(request.now),
  'aws:epochtime': ({ request }) => String(Math.floor(request.now / 1000)),
  'aws:principalaccount': ({ principal }) => principal.arn.split(':')[4],
  'aws:principalarn': ({ principal }) => principal.arn,
  'aws:principalisawsservice': () => 'false',
  'aws:principaltype': ({ principal }) => (principal.root ? 'Account' : 'User'),
  'aws:referer': ({ request }) => request.referer,
  'aws:requestedregion': ({ request }) => request.location.region,
  'aws:resourceaccount': ({ check, request }) =>
    check.resource.split(':')[4] || request.location.accountId,
  'aws:securetransport': ({ request }) => String(request.secureTransport),
  'aws:sourceip': ({ request }) => request.sourceIp.replace(/^::ffff:(?=\d+\.)/i, ''),
  'aws:tokenissuetime': ({ request }) =>
    request.tokenIssuedAt === undefined ? undefined : formatInstant(request.tokenIssuedAt),
  'aws:useragent': ({ request }) => request.userAgent,
  // AWS has opaque ids here; a user of this server has none but the name (B-163).
  'aws:userid': ({ principal }) => userName(principal) ?? principal.arn.split(':')[4],
  'aws:username': ({ principal }) => userName(principal),
  'aws:viaawsservice': () => 'false',
}

const userName = ({ arn }: Principal): string | undefined => {
  const at = arn.indexOf(':user/')
  return at === -1 ? undefined : arn.slice(at + ':user/'.length)
}

const tagOf = ({ check, attributes }: Facts, key: string): ReturnType<Context['lookup']> => {
  const tags = check.tags ?? attributes?.tags
  if (tags !== undefined) return valuesIn(tags, key)
  return hasUnknownAttributes(check) ? unknownValue : undefined
}

/**
 * A resource of ours that is named, and of which the operation gives no tags, does not exist:
 * nobody can say what its tags would be. What is about to be created (`…/*`) has none.
 */
const hasUnknownAttributes = ({ stored, tags, resource }: Check): boolean =>
  stored !== undefined || (tags === undefined && namesOurs.test(resource))

const namesOurs = /^arn:[^:]*:cases:.*[^*]$/

// Names of condition keys do not differ by case, those of tags may: then both values count (B-158).
const valuesIn = (
  record: Readonly<Record<string, string | readonly string[]>> | undefined,
  key: string,
): string | readonly string[] | undefined => {
  if (record === undefined) return undefined
  let found: string | readonly string[] | undefined
  for (const name in record) {
    if (name.length !== key.length || name.toLowerCase() !== key) continue
    const value = record[name]
    found = found === undefined ? value : [found, value ?? []].flat()
  }
  return found
}
