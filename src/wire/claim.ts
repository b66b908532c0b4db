// What a request claims about its signature, read from the Authorization header or the query and
// checked for form alone.
import { formatInstant, parseInstant } from '../clock.ts'
import { ApiError } from '../errors.ts'
import { type Query, queryValue } from './query.ts'

export type Claim = {
  readonly accessKeyId: string
  /** `date/region/service/aws4_request` */
  readonly scope: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signedHeadersText: string
  /** 64 hexadecimal digits. */
  readonly signature: string
  readonly amzDate: string
  /** `amzDate` in milliseconds of wall time. */
  readonly signedAt: number
  readonly sessionToken: string | undefined
  /** Only in a presigned request. */
  readonly expiresSeconds: number | undefined
  /** `X-Amz-Content-Sha256` of a presigned request. */
  readonly contentSha256: string | undefined
  /** What is signed of the query. */
  readonly query: Query
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const algorithm = 'AWS4-HMAC-SHA256'

/** Read a request's claim; undefined if it makes none, an error if the claim is malformed. */
export const readClaim = (headers: Headers, query: Query): Claim | ApiError | undefined => {
  const { authorization } = headers
  const inQuery = query.length > 0 && queryValue(query, 'X-Amz-Algorithm') !== undefined
  if (typeof authorization === 'string') {
    if (inQuery) return incomplete('A request carries one signature: in its header or its query.')
    return fromHeader(authorization, headers, query)
  }
  return inQuery ? fromQuery(query) : undefined
}

/** `20261123T101112Z` */
export const formatAmzDate = (ms: number): string =>
  `${formatInstant(ms).slice(0, 19).replace(/[-:]/g, '')}Z`

const incomplete = (message: string) => new ApiError('IncompleteSignatureException', message)

const headerForm =
  /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([^, ]+) *$/

const fromHeader = (authorization: string, headers: Headers, query: Query): Claim | ApiError => {
  const [, credential, signedHeaders, signature] =
    headerForm.exec(authorization) ?? anyOrder(authorization)
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    return incomplete(
      `Authorization header requires '${algorithm}' with 'Credential', 'SignedHeaders' ` +
        "and 'Signature'.",
    )
  }
  const amzDate = single(headers['x-amz-date'])
  if (amzDate === undefined) {
    return incomplete("Authorization header requires existence of an 'X-Amz-Date' header.")
  }
  return build({
    credential,
    signedHeaders,
    signature,
    amzDate,
    sessionToken: single(headers['x-amz-security-token']),
    query,
  })
}

const single = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** The parts may come in any order. */
const anyOrder = (authorization: string): (string | undefined)[] => {
  if (!authorization.startsWith(`${algorithm} `) || authorization.length > 4096) return []
  const parts = new Map<string, string>()
  for (const part of authorization.slice(algorithm.length + 1).split(',')) {
    const [name, value] = part.trim().split('=', 2)
    if (name !== undefined && value !== undefined) parts.set(name, value)
  }
  return ['', parts.get('Credential'), parts.get('SignedHeaders'), parts.get('Signature')]
}

const fromQuery = (query: Query): Claim | ApiError => {
  const value = (name: string) => queryValue(query, `X-Amz-${name}`)
  const credential = value('Credential')
  const signedHeaders = value('SignedHeaders')
  const signature = value('Signature')
  const amzDate = value('Date')
  const expires = value('Expires')
  if (
    value('Algorithm') !== algorithm ||
    credential === undefined ||
    signedHeaders === undefined ||
    signature === undefined ||
    amzDate === undefined ||
    expires === undefined
  ) {
    return incomplete(
      `A presigned request requires X-Amz-Algorithm=${algorithm}, X-Amz-Credential, X-Amz-Date, ` +
        'X-Amz-Expires, X-Amz-SignedHeaders and X-Amz-Signature.',
    )
  }
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0
  if (seconds < 1 || seconds > 604_800) {
    return incomplete('X-Amz-Expires must be between 1 and 604800 seconds.')
  }
  return build({
    credential,
    signedHeaders,
    signature,
    amzDate,
    sessionToken: value('Security-Token'),
    expiresSeconds: seconds,
    contentSha256: value('Content-Sha256'),
    query: query.filter(([name]) => name !== 'X-Amz-Signature'),
  })
}

type Parts = {
  credential: string
  signedHeaders: string
  signature: string
  amzDate: string
  sessionToken: string | undefined
  expiresSeconds?: number
  contentSha256?: string | undefined
  query: Query
}

const build = (parts: Parts): Claim | ApiError => {
  const [accessKeyId, date, region, service, terminator, ...rest] = parts.credential.split('/')
  if (!accessKeyId || !date || !region || !service || rest.length > 0) {
    return incomplete(
      'Credential must have 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    )
  }
  if (terminator !== 'aws4_request') {
    return incomplete("Credential should be scoped with a valid terminator: 'aws4_request'.")
  }
  const signedAt = parseAmzDate(parts.amzDate)
  if (signedAt === undefined) {
    return incomplete("Date must be in ISO-8601 'basic format', e.g. 20261123T101112Z.")
  }
  if (!/^[0-9a-f]{64}$/.test(parts.signature)) {
    return incomplete('Signature must be 64 lower-case hexadecimal digits.')
  }
  const signedHeaders = parts.signedHeaders.split(';')
  if (!ascending(signedHeaders)) {
    return incomplete('SignedHeaders must be sorted, each name once.')
  }
  return {
    accessKeyId,
    scope: `${date}/${region}/${service}/aws4_request`,
    date,
    region,
    service,
    signedHeaders,
    signedHeadersText: parts.signedHeaders,
    signature: parts.signature,
    amzDate: parts.amzDate,
    signedAt,
    sessionToken: parts.sessionToken,
    expiresSeconds: parts.expiresSeconds,
    contentSha256: parts.contentSha256,
    query: parts.query,
  }
}

// Besides being AWS's rule it bounds the canonical request: no header is in it twice.
const ascending = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name)

const dateForm = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

// Requests of one second carry the same text.
let latest: { readonly text: string; readonly ms: number | undefined } = { text: '', ms: undefined }

const parseAmzDate = (text: string): number | undefined => {
  if (text !== latest.text) latest = { text, ms: instantOf(text) }
  return latest.ms
}

const instantOf = (text: string): number | undefined => {
  const [, year, month, day, hour, minute, second] = dateForm.exec(text) ?? []
  if (year === undefined) return undefined
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
