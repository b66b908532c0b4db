// Reading a body: at most so many bytes, and none of a body that says beforehand that it is larger.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from '../errors.ts'

const empty = Buffer.alloc(0)

/** The whole body. Rejects with RequestEntityTooLargeException, and if the client goes away. */
export const readBody = (
  request: IncomingMessage,
  response: ServerResponse,
  bytesMax: number,
): Promise<Buffer> => {
  const { headers } = request
  if (Number(headers['content-length'] ?? 0) > bytesMax) return Promise.reject(tooLarge(bytesMax))
  if (headers.expect !== undefined) response.writeContinue()
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bytesMax) {
        chunks = []
        reject(tooLarge(bytesMax))
      } else {
        chunks.push(chunk)
      }
    })
    request.on('end', () => resolve(whole(chunks)))
    // An error with its stack costs more than the rest of the body: only where there is somebody to miss.
    request.on('close', () => {
      if (!request.complete) reject(cutOff())
    })
    request.on('error', () => reject(cutOff()))
  })
}

const whole = (chunks: readonly Buffer[]): Buffer => {
  const [first = empty] = chunks
  return chunks.length < 2 ? first : Buffer.concat(chunks)
}

const tooLarge = (bytesMax: number) =>
  new ApiError('RequestEntityTooLargeException', `The body must not exceed ${bytesMax} bytes`)

/** Nobody hears this: the client has gone. */
const cutOff = () => new ApiError('SerializationException', 'The body was cut off')
