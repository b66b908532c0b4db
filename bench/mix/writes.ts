// Writes beside the searches: new cases, so many a second.
import { connect } from 'node:net'
import { customerArnOf } from '../data/cases.ts'
import { stampInvocation } from '../request.ts'
import type { Question } from './queries.ts'
import type { Sample } from './sample.ts'

/** CreateCase with eight values, like those of the generator. */
export const newCases = (sample: Sample, count: number): Question[] =>
  Array.from({ length: count }, (_, at) => {
    const { domainId, templateId, fieldIds, titles } = sample
    const value = (name: string, given: object) => ({
      id: fieldIds.get(name) ?? name,
      value: given,
    })
    const text = (name: string, stringValue: string) => value(name, { stringValue })
    const title = (more: number) => titles[(at * 7 + more) % titles.length] ?? ''
    const fields = [
      text('title', `${title(0)} ${at}`),
      text('summary', [1, 2, 3].map(title).join(' ')),
      text('Text 0', title(4).slice(0, 20)),
      text('customer_id', customerArnOf(at % 997)),
      text('SingleSelect 0', `choice_0_${at % 20}`),
      text('DateTime 0', `2026-01-${String(1 + (at % 28)).padStart(2, '0')}T10:00:00Z`),
      value('Number 0', { doubleValue: (at * 37) % 10_000 }),
      value('Boolean 0', { booleanValue: at % 3 === 0 }),
    ]
    return { path: `/domains/${domainId}/cases`, body: { templateId, fields } }
  })

const connections = 8
/** Apart from those of `load.ts`, which counts from one. */
let invocation = 2 ** 40

/** Send them at a steady rate until stopped; then tells how many a second were done, and how many refused. */
export const writesPerSecond = (rate: number, port: number, requests: readonly Buffer[]) => {
  const startedAt = performance.now()
  const sockets = Array.from({ length: connections }, () => {
    return connect({ port, host: '127.0.0.1', noDelay: true })
  })
  let sent = 0
  let answers = 0
  let refused = 0
  let failure = ''
  for (const socket of sockets) {
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answers += chunk.split('HTTP/1.1 200').length - 1
      // A server that has too much to do says so.
      refused += chunk.split('HTTP/1.1 429').length - 1
      failure ||= /HTTP\/1\.1 (?!429)[345].*/s.exec(chunk)?.[0] ?? ''
    })
  }
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * rate
    for (; sent < due; sent += 1) {
      const request = requests[sent % requests.length]
      if (request === undefined) continue
      invocation += 1
      stampInvocation(request, invocation)
      sockets[sent % connections]?.write(Buffer.from(request))
    }
  }, 5)
  return {
    stop: async (): Promise<{ readonly written: number; readonly refused: number }> => {
      clearInterval(timer)
      const seconds = (performance.now() - startedAt) / 1000
      for (const socket of sockets) socket.end()
      if (failure !== '') throw new Error(`a write was answered: ${failure.slice(0, 600)}`)
      return { written: answers / seconds, refused }
    },
  }
}
