// A receiver of events: checks the signature, forgets what it has got before, and says what happened. With the sink
// `crm` of sinks.json, and `OPENCASES_SINKS=examples/sinks.json`: `node examples/events-webhook.ts`.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

const key = new Webhook('whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=')

/** Ids of events that were handled. A real receiver keeps them where it keeps what it made of them. */
const known = new Set<string>()

type Event = {
  readonly id: string
  readonly detail: { readonly eventType: string; readonly case?: { readonly caseId: string } }
}

const server = createServer(async (request, response) => {
  try {
    const headers = request.headers as Record<string, string>
    const event = key.verify(await text(request), headers) as Event
    if (!known.has(event.id)) console.log(event.detail.eventType, event.detail.case?.caseId ?? '')
    known.add(event.id)
    response.writeHead(204).end()
  } catch {
    // Not signed with our secret: whoever sent it is told nothing more.
    response.writeHead(401).end()
  }
})

server.listen(8080, '127.0.0.1', () => console.log('waiting for events on port 8080'))
