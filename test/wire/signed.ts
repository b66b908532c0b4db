// Requests signed by an independent signer, and a server to send them to whose `perform` the test
// chooses.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { connect } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'
import { realClock } from '../../src/clock.ts'
import type { HttpOptions } from '../../src/wire/http.ts'
import { startHttp } from '../../src/wire/http.ts'
import type { Credential } from '../../src/wire/sigv4.ts'

export const region = 'us-east-1'

export const credential: Credential = {
  accessKeyId: 'AKIDEXAMPLE000000001',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  principal: { arn: 'arn:aws:iam::000000000000:user/tester' },
}

export type TestServer = Awaited<ReturnType<typeof startWire>>

/** Start a server; `await using` closes it. */
export const startWire = async (options: Partial<HttpOptions> = {}) => {
  const defects: object[] = []
  const server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    clock: realClock(),
    location: { partition: 'aws', region, accountId: '000000000000' },
    lookup: (id) => (id === credential.accessKeyId ? credential : undefined),
    admit: () => {},
    perform: async () => ({}),
    health: () => ({ status: 'ok' }),
    log: {
      error: (fields) => void defects.push(fields),
      debug: () => undefined,
      isLevelEnabled: () => false,
    },
    ...options,
  })
  return { ...server, defects, [Symbol.asyncDispose]: () => server.close() }
}

/** The hash that the signer wants, on node:crypto. */
class Sha256 {
  private readonly hash: Hash | Hmac
  constructor(secret?: SourceData) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret))
  }
  update(data: SourceData) {
    this.hash.update(bytes(data))
  }
  async digest() {
    return new Uint8Array(this.hash.digest())
  }
  reset() {}
}

type SourceData = string | ArrayBuffer | ArrayBufferView

const bytes = (data: SourceData): string | Buffer => {
  if (typeof data === 'string') return data
  if (data instanceof ArrayBuffer) return Buffer.from(data)
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}

export type Wanted = {
  method?: string
  /** Encoded as on the request line. */
  path: string
  query?: Record<string, string | string[]>
  body?: string | Buffer
  headers?: Record<string, string>
  service?: string
  region?: string
  accessKeyId?: string
  secret?: string
  sessionToken?: string
  signingDate?: Date
}

/** A signed request as the parts of its text. */
export type SignedText = {
  method: string
  target: string
  headers: Record<string, string>
  body: Buffer
}

const signer = (wanted: Wanted) =>
  new SignatureV4({
    service: wanted.service ?? 'cases',
    region: wanted.region ?? region,
    sha256: Sha256,
    credentials: {
      accessKeyId: wanted.accessKeyId ?? credential.accessKeyId,
      secretAccessKey: wanted.secret ?? credential.secret,
      ...(wanted.sessionToken === undefined ? {} : { sessionToken: wanted.sessionToken }),
    },
  })

const unsigned = (port: number, wanted: Wanted) => ({
  method: wanted.method ?? 'POST',
  protocol: 'http:',
  hostname: '127.0.0.1',
  port,
  path: wanted.path,
  query: wanted.query ?? {},
  headers: { host: `127.0.0.1:${port}`, ...wanted.headers },
  body: wanted.body ?? '',
})

/** Sign in the Authorization header. */
export const signHeader = async (port: number, wanted: Wanted): Promise<SignedText> => {
  const { signingDate } = wanted
  const request = unsigned(port, wanted)
  const signed = await signer(wanted).sign(
    request,
    signingDate === undefined ? {} : { signingDate },
  )
  return text(signed, wanted)
}

/** Sign in the query. */
export const presign = async (
  port: number,
  wanted: Wanted,
  expiresIn = 60,
): Promise<SignedText> => {
  const { signingDate } = wanted
  const request = unsigned(port, wanted)
  const signed = await signer(wanted).presign(request, {
    expiresIn,
    ...(signingDate === undefined ? {} : { signingDate }),
  })
  return text(signed, wanted)
}

type Signed = Awaited<ReturnType<SignatureV4['sign']>>

const text = (signed: Signed, wanted: Wanted): SignedText => {
  const query = Object.entries(signed.query ?? {})
    .flatMap(([name, value]) =>
      [value ?? ''].flat().map((each) => `${percent(name)}=${percent(each)}`),
    )
    .join('&')
  return {
    method: signed.method,
    target: query === '' ? signed.path : `${signed.path}?${query}`,
    headers: signed.headers,
    body: Buffer.from(wanted.body ?? ''),
  }
}

const percent = (part: string) =>
  encodeURIComponent(part).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** The bytes of a request. */
export const bytesOf = ({ method, target, headers, body }: SignedText): Buffer => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = 'content-length' in headers ? '' : `content-length: ${body.length}\r\n`
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join('')}${length}connection: close\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

export type Answer = {
  status: number
  headers: Record<string, string>
  error: string | undefined
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any form
  json: any
}

/** Send bytes over a socket and read until the server ends it. */
export const sendBytes = (port: number, bytes: Buffer | string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('utf8'))))
  })

export const parseAnswer = (received: string): Answer => {
  const end = received.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const body = received.slice(end + 4)
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    error: headers['x-amzn-errortype'],
    text: body,
    json: body.startsWith('{') ? JSON.parse(body) : undefined,
  }
}

/** Sign in the header and send. */
export const send = async (port: number, wanted: Wanted): Promise<Answer> =>
  sendBytes(port, bytesOf(await signHeader(port, wanted)))
