// Runs one request through a server whose operations do nothing, and says what they were handed.
import assert from 'node:assert/strict'
import { send, startWire, type Wanted } from './signed.ts'

export const domain = '/domains/0192f0c1-1111-7222-8333-444444444444'
const caseId = '0192f0c1-1111-7222-8333-555555555555'
export const items = `${domain}/cases/${caseId}/related-items/`

/** What the operation was handed, or the error that kept it from being. */
export const run = async (wanted: Wanted) => {
  const calls: { name: string; input: Record<string, unknown> }[] = []
  await using server = await startWire({
    perform: async (name, input) => {
      calls.push({ name, input: input as Record<string, unknown> })
      return {}
    },
  })
  const answer = await send(server.port, wanted)
  assert.deepEqual(server.defects, [])
  return { answer, name: calls[0]?.name, input: calls[0]?.input }
}

export const body = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

export const refused = async (wanted: Wanted, error: string, message: string | RegExp) => {
  const { answer, name } = await run(wanted)
  assert.equal(name, undefined)
  assert.equal(answer.error, error)
  assert.equal(answer.status, 400)
  if (typeof message === 'string') assert.equal(answer.json.message, message)
  else assert.match(answer.json.message, message)
}

export const comment = (text: string) => ({
  type: 'Comment',
  content: { comment: { body: text, contentType: 'Text/Plain' } },
})
