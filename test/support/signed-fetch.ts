// A request signed by hand through the independent signer, for what the SDK cannot send.
import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

type From = {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Send JSON (or a text as it is) and answer with status, headers and the parsed body. */
export const signedFetch = async (from: From, method: string, path: string, body?: unknown) => {
  const url = new URL(from.endpoint + path)
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
  const signer = new SignatureV4({
    service: 'cases',
    region: from.region,
    credentials: { accessKeyId: from.accessKeyId, secretAccessKey: from.secretAccessKey },
    sha256: Sha256 as never,
  })
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, 'content-type': 'application/json' },
    body: text,
  })
  const { host: _, ...headers } = signed.headers
  const response = await fetch(url, {
    method,
    headers: headers as Record<string, string>,
    ...(text === '' ? {} : { body: text }),
  })
  const answer = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: answer === '' ? undefined : JSON.parse(answer),
  }
}

class Sha256 {
  private readonly hash: { update(data: string | Uint8Array): unknown; digest(): Buffer }
  constructor(secret?: Uint8Array) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }
  update(data: string | Uint8Array) {
    this.hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.hash.digest())
  }
  reset() {}
}
