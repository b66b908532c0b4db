// An answer that comes by and by.
import type { ServerResponse } from 'node:http'

/**
 * Send what comes, no faster than the client takes it. A client that takes nothing for `idleMsMax`, or has gone,
 * ends it.
 */
export const pour = async (
  response: ServerResponse,
  body: AsyncIterable<string>,
  idleMsMax: number,
): Promise<void> => {
  const { socket } = response
  if (socket !== null) socket.setTimeout(idleMsMax, () => socket.destroy())
  try {
    for await (const text of body) {
      if (response.destroyed) return
      if (!response.write(text)) await taken(response)
    }
    response.end()
  } catch {
    // An answer that has begun can only be cut off; its client asks again from where it is.
    response.destroy()
  }
}

const taken = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
