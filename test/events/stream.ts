// An event stream that is read as it comes.

import { signedHeaders } from '../support/send.ts'
import type { TestServer } from '../support/server.ts'

type Message = { readonly id: string; readonly data: string }

/** Open the feed as a stream; `await using` hangs up. */
export const openStream = async (
  { server, config }: Pick<TestServer, 'config' | 'server'>,
  more: Record<string, string> = {},
) => {
  const path = '/_opencases/events'
  const wanted = { method: 'GET', path, headers: { accept: 'text/event-stream', ...more } }
  const headers = await signedHeaders(server, config.region, wanted)
  const hangUp = new AbortController()
  const response = await fetch(`${server.endpoint}${path}`, { headers, signal: hangUp.signal })
  const messages: Message[] = []
  const read = async (): Promise<string> => {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true })
        const parts = text.split('\n\n')
        text = parts.pop() ?? ''
        for (const part of parts) {
          const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(part) ?? []
          if (id !== undefined && data !== undefined) messages.push({ id, data })
        }
      }
      return 'ended'
    } catch {
      return 'broken'
    }
  }
  const ended = read()
  return {
    status: response.status,
    headers: response.headers,
    messages,
    /** How it came to its end. */
    ended,
    [Symbol.asyncDispose]: async () => {
      hangUp.abort()
      await ended
    },
  }
}
