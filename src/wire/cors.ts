// Browsers of other origins: only those on the allow-list, which is empty by default. A preflight
// is the one request, beside /health, that is answered unsigned.

export type Cors = {
  /** Headers for every answer to this origin; empty if the origin is not allowed. */
  headers(origin: string | undefined): readonly string[]
  /**
   * Headers of the answer to a preflight; undefined if the request is none, or not from an allowed
   * origin.
   */
  preflight(request: PreflightRequest): readonly string[] | undefined
}

type PreflightRequest = {
  readonly method: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

// What the browser builds of the SDKs send.
const allowedHeaders =
  'amz-sdk-invocation-id, amz-sdk-request, authorization, content-type, x-amz-content-sha256, ' +
  'x-amz-date, x-amz-security-token, x-amz-user-agent'

const exposedHeaders = 'x-amzn-ErrorType, x-amzn-RequestId, Retry-After, Date'

/** CORS for a list of origins such as `https://desk.example.com`; `*` allows any. */
export const createCors = (origins: readonly string[]): Cors => {
  const allowed = new Set(origins)
  const headers = (origin: string | undefined) => {
    if (allowed.size === 0) return none
    if (origin === undefined || !(allowed.has(origin) || allowed.has('*'))) return vary
    return [
      ...vary,
      'Access-Control-Allow-Origin',
      origin,
      'Access-Control-Expose-Headers',
      exposedHeaders,
    ]
  }
  return {
    headers,
    preflight: (request) => {
      const { origin } = request.headers
      if (request.method !== 'OPTIONS' || typeof origin !== 'string') return undefined
      if (request.headers['access-control-request-method'] === undefined) return undefined
      const answer = headers(origin)
      if (answer === none || answer === vary) return undefined
      return [
        ...answer,
        'Access-Control-Allow-Methods',
        'GET, POST, PUT, DELETE',
        'Access-Control-Allow-Headers',
        allowedHeaders,
        'Access-Control-Max-Age',
        '7200',
      ]
    },
  }
}

const none: readonly string[] = []

// Caches must not give one origin's answer to another.
const vary: readonly string[] = ['Vary', 'Origin']
