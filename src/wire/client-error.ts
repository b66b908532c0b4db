// What node's HTTP parser refuses before there is a request, answered in AWS's form.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.ts'
import type { ErrorName } from '../errors.ts'
import { rawErrorResponse } from './error-response.ts'
import { requestIds } from './request-id.ts'

/**
 * Answer bytes that are no HTTP, heads that are too large, and requests that take too long, except on a connection
 * that is `patient`: its request has a limit of its own.
 */
export const answerClientErrors = (server: Server, clock: Clock, patient: WeakSet<Duplex>) => {
  const newRequestId = requestIds(clock)
  const newest = new WeakMap<Duplex, Exchange>()
  const watch = (request: IncomingMessage, response: ServerResponse) => {
    newest.set(request.socket, { request, response })
  }
  server.on('request', watch)
  server.on('checkContinue', watch)
  server.on('checkExpectation', watch)
  // Node takes the connection of a CONNECT out of HTTP, and would close it without a word.
  server.on('connect', (_request, socket) => {
    socket.on('error', () => undefined)
    const message = 'No operation has this method and path'
    socket.end(rawErrorResponse('UnknownOperationException', message, newRequestId()))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && patient.has(socket)) return
    const [name, message] = sentences[error.code ?? ''] ?? malformed
    const ofHttp = /^(HPE|ERR_HTTP)_/.test(error.code ?? '')
    if (ofHttp && socket.writable && mayAnswer(newest.get(socket))) {
      socket.end(rawErrorResponse(name, message, newRequestId()), () => socket.destroy())
    } else {
      socket.destroy()
    }
  })
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

// If an earlier request of the connection waits for its answer, the client would take these bytes
// for it. Only a request that is itself not whole yet is the one that failed; and while an earlier
// one is unanswered, its response has no socket.
const mayAnswer = (newest: Exchange | undefined): boolean => {
  if (newest === undefined || newest.response.writableFinished) return true
  return !newest.request.complete && newest.response.socket !== null
}

type Sentence = readonly [name: ErrorName, message: string]

const malformed: Sentence = ['SerializationException', 'The request is not well-formed HTTP']

const sentences: Readonly<Record<string, Sentence>> = {
  HPE_HEADER_OVERFLOW: ['SerializationException', 'The headers of the request are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['RequestTimeoutException', 'The request took too long to arrive'],
}
