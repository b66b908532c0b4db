// AWS Signature Version 4, by hand: a general library costs 23 to 46 us a request, this 5. A
// signature comes in the Authorization header or, presigned, in the query. Reading what a request
// claims needs no body and no secret, so that an unsigned request is refused before its body is
// read; `verify` then proves the claim.
import { createHmac, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ApiError } from '../errors.ts'
import { canonicalPath, canonicalQuery } from './canonical-request.ts'
import { type Claim, formatAmzDate } from './claim.ts'
import { signingKeys } from './signing-keys.ts'

/** An access key as the verifier needs it. */
export type Credential = {
  readonly accessKeyId: string
  readonly secret: string
  /** SHA-256 (hex) of the session token that must come with the key. */
  readonly sessionTokenHash?: string
  /** Wall time in milliseconds. */
  readonly expiresAt?: number
  /** Whoever the key belongs to; the wire only hands it on. */
  readonly principal: unknown
}

export type Lookup = (
  accessKeyId: string,
  /** What the request asks for. */
  operation: string,
) => Credential | undefined | Promise<Credential | undefined>

export type SignedRequest = {
  readonly method: string
  /** As on the request line, still encoded. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** SHA-256 (hex) of the body. */
  readonly bodyHash: string
}

export type VerifierOptions = {
  readonly lookup: Lookup
  readonly clock: Clock
  readonly region: string
  /** Tell the caller what was expected to be signed. Never on a server that others use. */
  readonly debug?: boolean
}

/** What a request is for. */
export type Target = { readonly service: string; readonly name: string }

export type Verify = (claim: Claim, request: SignedRequest, target: Target) => Promise<Credential>

const skewMs = 5 * 60 * 1000

/** A verifier of claims. Resolves with the credential, or throws one of AWS's 403s. */
export const createVerifier = (options: VerifierOptions): Verify => {
  const { clock, lookup } = options
  const keyOf = signingKeys()
  // An unknown access key is compared with a signature nobody can make, so that it takes as long as
  // a known one.
  const nobody: Credential = {
    accessKeyId: '',
    secret: clock.random(32).toString('hex'),
    principal: undefined,
  }
  return async (claim, request, { service, name }) => {
    checkScope(claim, options.region, service)
    checkTime(claim, clock.wallNow())
    checkHeaders(claim, request)
    const found = lookup(claim.accessKeyId, name)
    const known = found instanceof Promise ? await found : found
    const credential = known ?? nobody
    const canonical = canonicalRequest(claim, request)
    const toSign = stringToSign(claim, canonical)
    const expected = sign(keyOf(credential, claim), toSign)
    const matches = timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature))
    if (known === undefined) throw unrecognized()
    if (!matches) throw mismatch(options.debug === true ? { canonical, toSign } : undefined)
    checkToken(claim, credential)
    if (credential.expiresAt !== undefined && credential.expiresAt <= clock.wallNow()) {
      throw new ApiError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
      )
    }
    return credential
  }
}

const invalid = (message: string) => new ApiError('InvalidSignatureException', message)

const unrecognized = () =>
  new ApiError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  )

const checkScope = (claim: Claim, region: string, service: string) => {
  if (claim.date !== claim.amzDate.slice(0, 8)) {
    throw invalid('The date in the credential scope does not match the date of the request.')
  }
  if (claim.region !== region) {
    throw invalid(`Credential should be scoped to a valid region: '${region}'.`)
  }
  if (claim.service !== service) {
    throw invalid(`Credential should be scoped to correct service: '${service}'.`)
  }
}

const checkTime = ({ amzDate, signedAt, expiresSeconds }: Claim, now: number) => {
  const window = expiresSeconds === undefined ? skewMs : expiresSeconds * 1000
  if (signedAt + window < now) {
    throw invalid(`Signature expired: ${amzDate} is now too old (it is ${formatAmzDate(now)}).`)
  }
  if (signedAt - skewMs > now) {
    throw invalid(`Signature not yet current: ${amzDate} is still later than now.`)
  }
}

// Whoever changes a header that matters must break the signature: so all of these are signed.
const checkHeaders = (claim: Claim, { headers, bodyHash }: SignedRequest) => {
  if (!claim.signedHeaders.includes('host')) {
    throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.")
  }
  for (const name in headers) {
    if (name.startsWith('x-amz-') && !claim.signedHeaders.includes(name)) {
      throw invalid(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`)
    }
  }
  const declared = headers['x-amz-content-sha256'] ?? claim.contentSha256
  if (declared !== undefined && declared !== bodyHash) {
    throw invalid('The value of x-amz-content-sha256 is not the hash of the body.')
  }
}

const canonicalRequest = (claim: Claim, request: SignedRequest): string => {
  const { method, path, headers, bodyHash } = request
  let lines = ''
  for (const name of claim.signedHeaders) {
    lines += `${name}:${canonicalValue(name, headers[name])}\n`
  }
  const target = `${method}\n${canonicalPath(path)}\n${canonicalQuery(claim.query)}`
  return `${target}\n${lines}\n${claim.signedHeadersText}\n${bodyHash}`
}

// A name such as `constructor` finds something in any object: only texts are headers.
const canonicalValue = (name: string, value: unknown): string => {
  const text = Array.isArray(value) ? value.join(',') : value
  if (typeof text !== 'string') {
    throw invalid(`The signed header '${name}' is not in the request.`)
  }
  return text.includes('  ') ? text.trim().replace(/ {2,}/g, ' ') : text.trim()
}

// Node reads header bytes as Latin-1; writing them so gives the bytes that were signed.
const stringToSign = ({ amzDate, scope }: Claim, canonical: string): string =>
  `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${hash('sha256', Buffer.from(canonical, 'latin1'))}`

const sign = (key: KeyObject, toSign: string): string =>
  createHmac('sha256', key).update(toSign).digest('hex')

const checkToken = ({ sessionToken }: Claim, { sessionTokenHash }: Credential) => {
  if (sessionToken === undefined && sessionTokenHash === undefined) return
  const given = hash('sha256', sessionToken ?? '')
  const wanted = sessionTokenHash ?? ''
  if (
    sessionToken === undefined ||
    wanted.length !== given.length ||
    !timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
  ) {
    throw unrecognized()
  }
}

const mismatch = (debug: { canonical: string; toSign: string } | undefined) =>
  invalid(
    'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method.' +
      (debug === undefined
        ? ''
        : `\n\nThe Canonical String for this request should have been\n'${debug.canonical}'` +
          `\n\nThe String-to-Sign should have been\n'${debug.toSign}'\n`),
  )
