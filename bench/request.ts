// Signed requests as bytes, made before the clock starts: the load generator shares the machine with the
// server, so what it does between two requests must cost next to nothing.
import { createHash, createHmac } from 'node:crypto'

export type Target = {
  readonly host: string
  readonly port: number
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * One whole HTTP/1.1 request with a Signature V4 header, good for the server's skew of five minutes. Like an
 * SDK's it names its invocation, which `stampInvocation` makes a new one each time it is sent.
 */
export const signedRequest = (
  target: Target,
  method: string,
  path: string,
  body: unknown,
): Buffer => {
  const payload = Buffer.from(JSON.stringify(body))
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
  const date = amzDate.slice(0, 8)
  const host = `${target.host}:${target.port}`
  const headers = [
    ['content-type', 'application/json'],
    ['host', host],
    ['x-amz-date', amzDate],
  ] as const
  const signedHeaders = headers.map(([name]) => name).join(';')
  // Each encoded segment is encoded again, as every service but S3 wants it.
  const canonicalPath = path
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
  const canonical = [
    method,
    canonicalPath,
    '',
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    signedHeaders,
    sha256(payload),
  ].join('\n')
  const scope = `${date}/${target.region}/cases/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', amzDate, scope, sha256(canonical)].join('\n')
  const key = [date, target.region, 'cases', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${target.secretAccessKey}`),
  )
  const signature = hmac(key, toSign).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${target.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
  return rawRequest(method, path, {
    headers: [...headers, ['authorization', authorization]],
    payload,
  })
}

type Raw = {
  readonly headers: readonly (readonly [string, string])[]
  readonly payload?: Buffer
}

/** One whole request with just these headers, its length, and an invocation. */
export const rawRequest = (
  method: string,
  path: string,
  { headers, payload = Buffer.alloc(0) }: Raw,
): Buffer => {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${payload.length}`,
    `${invocationHeader}${'0'.repeat(invocationDigits)}`,
    '',
    '',
  ]
  return Buffer.concat([Buffer.from(lines.join('\r\n')), payload])
}

const invocationHeader = 'amz-sdk-invocation-id: 00000000-0000-4000-8000-'
const invocationDigits = 12

/** Make the request another call, and not a retry of the one before. The header is not signed. */
export const stampInvocation = (request: Buffer, call: number): void => {
  const at = request.indexOf(invocationHeader) + invocationHeader.length
  request.write(call.toString(16).padStart(invocationDigits, '0'), at, 'latin1')
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
