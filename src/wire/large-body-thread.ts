// The code of the thread of `large-bodies.ts`: hashes a body and gives it back, or reads it as the
// input of an operation.
import { createHash } from 'node:crypto'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { ApiError } from '../errors.ts'
import type { Location } from '../ids.ts'
import { allOperations, type OperationName } from '../model/index.ts'
import type { Blocks } from './body.ts'
import type { Hashed, Job, ReadRequest, Result } from './large-bodies.ts'
import { cut, type Piece } from './pieces.ts'
import { inputReader, type ReadInput } from './read-input.ts'

const port = parentPort as MessagePort
const location = workerData as Location
const readers = new Map<OperationName, ReadInput>()

const readerOf = (name: OperationName): ReadInput => {
  const found = readers.get(name) ?? inputReader(allOperations[name], location)
  readers.set(name, found)
  return found
}

const hashed = (body: Blocks): Hashed => {
  const hash = createHash('sha256')
  for (const block of body) hash.update(block)
  return { hash: hash.digest('hex'), body }
}

const read = (body: Blocks, { name, labels, query }: ReadRequest): unknown =>
  readerOf(name)(Buffer.concat(body), labels, query)

const failure = (thrown: unknown): Result => {
  if (!(thrown instanceof ApiError)) return { failed: String(thrown) }
  const { name, message, details } = thrown
  return { refused: { name, message, details } }
}

/** What is left of an input to hand over. */
let pieces: Piece[] = []

const nextPiece = (): Result => ({ piece: pieces.shift() ?? [], isLast: pieces.length === 0 })

port.on('message', (message: Job | 'more') => {
  if (message === 'more') {
    port.postMessage(nextPiece())
    return
  }
  const { body, read: request } = message
  if (request === undefined) {
    const done = hashed(body)
    port.postMessage(
      { done } satisfies Result,
      body.map(({ buffer }) => buffer),
    )
    return
  }
  let result: Result
  try {
    pieces = cut(read(body, request))
    result = nextPiece()
  } catch (error) {
    result = failure(error)
  }
  port.postMessage(result)
})
