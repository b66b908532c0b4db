// Signed requests by hand, through an independent signer, for what the SDK refuses to send.
import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Keys } from './server.ts'

export type SendOptions = {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Signing name; `cases` unless given. */
  readonly service?: string
  readonly keys?: Keys
  /** Send without a signature. */
  readonly unsigned?: boolean
}

export type Sent = {
  readonly status: number
  /** `x-amzn-ErrorType` */
  readonly error: string | undefined
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any form
  readonly json: any
}

type Wanted = SendOptions & {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

type At = { readonly endpoint: string; readonly rootKey: Keys }

/** Send; `path` is encoded as on the request line, a body that is no text is sent as JSON. */
export const signedFetch = async (at: At, region: string, wanted: Wanted): Promise<Sent> => {
  const { method, path, query = {}, body } = wanted
  const { endpoint } = at
  const bytes = body === undefined ? undefined : bytesOf(body)
  const headers = await signedHeaders(at, region, wanted, bytes)
  const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`
  const init = { method, headers, redirect: 'manual' } as const
  const response = await fetch(`${endpoint}${path}${search}`, {
    ...init,
    ...(bytes === undefined ? {} : { body: bytes }),
  })
  const text = await response.text()
  return {
    status: response.status,
    error: response.headers.get('x-amzn-errortype') ?? undefined,
    headers: response.headers,
    text,
    json: /^[{[]/.test(text) ? JSON.parse(text) : undefined,
  }
}

/** The headers of a request, those of its signature among them. */
export const signedHeaders = async (
  { endpoint, rootKey }: At,
  region: string,
  wanted: Wanted,
  bytes?: Uint8Array<ArrayBuffer>,
): Promise<Record<string, string>> => {
  const { method, path, query = {} } = wanted
  const { hostname, host, port } = new URL(endpoint)
  const type = bytes === undefined ? {} : { 'content-type': 'application/json' }
  const request = {
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path,
    query: { ...query },
    headers: { host, ...type, ...wanted.headers },
    body: bytes,
  }
  const signer = new SignatureV4({
    service: wanted.service ?? 'cases',
    region,
    credentials: wanted.keys ?? rootKey,
    sha256: Sha256,
  })
  const { host: _, ...headers } =
    wanted.unsigned === true ? request.headers : (await signer.sign(request)).headers
  return headers
}

const bytesOf = (body: unknown): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    body instanceof Uint8Array
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  )

/** The hash that the signer wants, on node:crypto. */
class Sha256 {
  private readonly hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>
  constructor(secret?: unknown) {
    this.hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', secret as string | Uint8Array)
  }
  update(data: string | Uint8Array) {
    this.hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.hash.digest())
  }
  reset() {}
}
