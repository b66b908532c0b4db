// A receiver of webhooks over HTTP on 127.0.0.1, which notes what it got and misbehaves as a test wants.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { until } from './until.ts'

export type Received = {
  readonly id: string
  readonly caseId: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly at: number
  /** Whether the receiver said that it has it. */
  readonly accepted: boolean
}

/** What becomes of a request: a status, never an answer, a broken connection, or whatever the test does itself. */
export type Behaviour =
  | number
  | 'break'
  | 'hang'
  | ((response: ServerResponse) => boolean | Promise<boolean>)

export type Behave = (got: Omit<Received, 'accepted'>, count: number) => Behaviour

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** Start a receiver; `behave` decides each request, `count` counts them from 0. */
export const startReceiver = async (behave: Behave = () => 200) => {
  const received: Received[] = []
  const key = new Webhook(secret)
  let behaving = behave
  let count = 0
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request)
    const headers = request.headers as Record<string, string>
    const event = key.verify(body, headers) as { detail?: object; data?: object }
    const got = { id: `${headers['webhook-id']}`, headers, body, at: performance.now() }
    const about = { ...got, caseId: caseOf(event.detail ?? event.data ?? {}) }
    const behaviour = behaving(about, count)
    count += 1
    const accepted = await perform(behaviour, response)
    received.push({ ...about, accepted })
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      broken.push(error)
      response.destroy()
    })
  })
  const broken: unknown[] = []
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** Ids of what was accepted, each once, in order of its first time. */
    accepted: () => [...new Set(received.filter((got) => got.accepted).map(({ id }) => id))],
    behave: (next: Behave) => {
      behaving = next
    },
    /** Wait until so many different events were accepted. */
    hasAccepted: async (wanted: number, ms?: number) => {
      const ids = () => new Set(received.filter((got) => got.accepted).map(({ id }) => id)).size
      const sentence = () => `${ids()} of ${wanted} events were accepted`
      await until(() => ids() >= wanted, sentence, ms)
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      assert.deepEqual(broken, [])
    },
  }
}

const perform = async (behaviour: Behaviour, response: ServerResponse): Promise<boolean> => {
  if (typeof behaviour === 'function') return behaviour(response)
  if (behaviour === 'hang') return false
  if (behaviour === 'break') {
    response.destroy()
    return false
  }
  response.writeHead(behaviour).end('ignored')
  return behaviour >= 200 && behaviour < 300
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

type Detail = { case?: { caseId: string }; relatedItem?: { caseId: string } }

/** The case that an event is about. */
export const caseOf = (detail: Detail): string =>
  (detail.case ?? detail.relatedItem)?.caseId ?? assert.fail('an event of no case')
