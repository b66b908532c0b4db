// Takes the bytes of an upload into a file as they come: hashed, counted, and on the disk when it is done. No more
// of them is in memory than one chunk.
import { createHash } from 'node:crypto'
import { type FileHandle, statfs } from 'node:fs/promises'
import { unavailable, validation } from '../errors.ts'
import type { Upload } from './contract.ts'
import { codeOf } from './file-system.ts'

type Receiving = {
  readonly upload: Upload
  readonly chunks: AsyncIterable<Uint8Array>
  /** On the file system that must have room. */
  readonly folder: string
  readonly durable: boolean
  open(): Promise<FileHandle>
}

/**
 * Write a new file and give its SHA-256 in hexadecimal. Rejects if there are more or fewer bytes than announced, and
 * when there is no room.
 */
export const receiveInto = async (receiving: Receiving): Promise<string> => {
  try {
    await requireRoom(receiving.folder, receiving.upload.sizeInBytes)
    await using handle = await receiving.open()
    return await written(handle, receiving)
  } catch (error) {
    throw withoutRoom.has(codeOf(error)) ? noRoom() : error
  }
}

const withoutRoom = new Set(['EDQUOT', 'EFBIG', 'EIO', 'ENOSPC', 'EROFS'])

const noRoom = () => unavailable('There is no room for this file at the moment.', 5)

const mebibyte = 1024 * 1024

/** What uploads leave to the database: full by them, a disk would stop everything. */
const reservedBytes = 64 * mebibyte

const requireRoom = async (folder: string, bytes: number): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes + reservedBytes) throw noRoom()
}

/** Flushed little by little, so that the last flush, and those of others meanwhile, need not wait for all of it. */
const flushBytes = 8 * mebibyte

const written = async (
  handle: FileHandle,
  { upload, chunks, durable }: Receiving,
): Promise<string> => {
  const hash = createHash('sha256')
  let size = 0
  let unflushed = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > upload.sizeInBytes) break
    hash.update(chunk)
    await writeAll(handle, chunk)
    unflushed += chunk.length
    if (!durable || unflushed < flushBytes) continue
    await handle.datasync()
    unflushed = 0
  }
  if (size !== upload.sizeInBytes) {
    throw validation(`The file was announced with ${upload.sizeInBytes} bytes.`)
  }
  if (durable) await handle.sync()
  return hash.digest('hex')
}

const writeAll = async (handle: FileHandle, chunk: Uint8Array): Promise<void> => {
  for (let at = 0; at < chunk.length; ) {
    at += (await handle.write(chunk, at)).bytesWritten
  }
}
