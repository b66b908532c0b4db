// One keep-alive connection on which calls are made one after the other, and their answers read.
import { connect } from 'node:net'
import { answerLength } from './load.ts'
import { signedRequest, stampInvocation, type Target } from './request.ts'

export type Call = {
  readonly method: 'DELETE' | 'POST' | 'PUT'
  readonly path: string
  readonly body: object
}

export type Answer = { readonly status: number; readonly body: string; readonly ms: number }

export type Caller = {
  call(call: Call): Promise<Answer>
  close(): void
}

let calls = 0

/** Open a connection; calls on it reject when it breaks. */
export const openCaller = (target: Target): Promise<Caller> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: target.port, host: target.host, noDelay: true })
    let received = ''
    let waiting: PromiseWithResolvers<string> | undefined
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      received += chunk
      const length = answerLength(received)
      if (length === undefined || received.length < length) return
      waiting?.resolve(received)
      received = ''
    })
    socket.on('error', (error) => {
      reject(error)
      waiting?.reject(error)
    })
    socket.on('close', () => waiting?.reject(new Error('the connection was closed')))
    socket.on('connect', () =>
      resolve({
        call: async ({ method, path, body }) => {
          const request = signedRequest(target, method, path, body)
          calls += 1
          stampInvocation(request, calls)
          waiting = Promise.withResolvers()
          const from = performance.now()
          socket.write(request)
          const text = await waiting.promise
          const ms = performance.now() - from
          return {
            status: Number(text.slice(9, 12)),
            body: text.slice(text.indexOf('\r\n\r\n') + 4),
            ms,
          }
        },
        close: () => socket.destroy(),
      }),
    )
  })
