// Reading a body: at most so many bytes, and none of a body that says beforehand that it is larger.
// A large body is gathered in blocks of memory of its own, chunk by chunk: joining 32 MiB at the
// end takes 130 ms, and another thread can have such blocks without a copy.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, throttled } from '../errors.ts'

/** Blocks that hold a large body one after the other, each the only view of its memory. */
export type Blocks = readonly Uint8Array<ArrayBuffer>[]

/** One piece if it is small. */
export type Body = Buffer | Blocks

/**
 * A larger body is hashed and read on another thread (`large-bodies.ts`): 64 KiB of nothing but
 * `[` take JSON.parse 4 to 6 ms, 128 KiB up to 10 ms, 1 MiB 80 ms.
 */
export const smallBodyBytesMax = 64 * 1024

const mebibyte = 1024 * 1024

/** Bytes of one body, of one of an operation whose bodies are large, and of all that are here. */
export const bodyBounds = (options: {
  readonly bodyBytesMax?: number
  readonly bodyBytesMaxLarge?: number
}) => {
  const { bodyBytesMax = 8 * mebibyte, bodyBytesMaxLarge = 32 * mebibyte } = options
  const allBytesMax = 8 * Math.max(bodyBytesMax, bodyBytesMaxLarge)
  return { bodyBytesMax, bodyBytesMaxLarge, allBytesMax }
}

export type ReadBody = (
  request: IncomingMessage,
  response: ServerResponse,
  bytesMax: number,
) => Promise<Body>

/**
 * A reader of bodies. It rejects with RequestEntityTooLargeException, with ThrottlingException if
 * more than `allBytesMax` of large bodies would be here, and if the client goes away.
 */
export const bodyReader = ({ allBytesMax }: { readonly allBytesMax: number }): ReadBody => {
  const room = { left: allBytesMax }
  return (request, response, bytesMax) => {
    const { headers } = request
    if (Number(headers['content-length'] ?? 0) > bytesMax) return Promise.reject(tooLarge(bytesMax))
    // An HTTP/1.0 client would take it for the answer.
    const isHeard = headers.expect !== undefined && request.httpVersion === '1.1'
    if (isHeard && /\b100-continue\b/i.test(headers.expect ?? '')) response.writeContinue()
    return new Promise((resolve, reject) => {
      let chunks: Buffer[] = []
      let large: Gathering | undefined
      let size = 0
      const refuse = (error: ApiError) => {
        chunks = []
        large?.drop()
        reject(error)
      }
      request.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > bytesMax) return refuse(tooLarge(bytesMax))
        if (large === undefined) {
          chunks.push(chunk)
          if (size <= smallBodyBytesMax) return
          large = gathering(response, room)
          for (const early of chunks) large.add(early)
          chunks = []
        } else {
          large.add(chunk)
        }
        if (room.left < 0) refuse(tooMuch())
      })
      request.on('end', () => resolve(large?.blocks() ?? whole(chunks)))
      // An error with its stack costs more than the rest of the body: only where there is somebody to miss.
      request.on('close', () => {
        if (!request.complete) reject(cutOff())
      })
      request.on('error', () => reject(cutOff()))
    })
  }
}

const empty = Buffer.alloc(0)

const whole = (chunks: readonly Buffer[]): Buffer => {
  const [first = empty] = chunks
  return chunks.length < 2 ? first : Buffer.concat(chunks)
}

type Gathering = {
  add(chunk: Buffer): void
  drop(): void
  blocks(): Blocks
}

const blockBytes = 256 * 1024

/** Gathers a large body. The room that it takes is free again when it has been answered. */
const gathering = (response: ServerResponse, room: { left: number }): Gathering => {
  const full: Uint8Array<ArrayBuffer>[] = []
  let block = new Uint8Array(blockBytes)
  let used = 0
  let taken = 0
  let dropped = false
  const drop = () => {
    dropped = true
    full.length = 0
    room.left += taken
    taken = 0
  }
  response.on('close', drop)
  return {
    add: (chunk) => {
      if (dropped) return
      room.left -= chunk.length
      taken += chunk.length
      for (let at = 0; at < chunk.length; ) {
        const part = chunk.subarray(at, at + blockBytes - used)
        block.set(part, used)
        used += part.length
        at += part.length
        if (used < blockBytes) return
        full.push(block)
        block = new Uint8Array(blockBytes)
        used = 0
      }
    },
    drop,
    blocks: () => [...full, block.subarray(0, used)],
  }
}

const tooLarge = (bytesMax: number) =>
  new ApiError('RequestEntityTooLargeException', `The body must not exceed ${bytesMax} bytes`)

const tooMuch = () => throttled('Too many large requests at a time. Try again in a second.', 1)

/** Nobody hears this: the client has gone. */
const cutOff = () => new ApiError('SerializationException', 'The body was cut off')
