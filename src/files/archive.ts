// The files of a backup: appended to its database, one after the other, each behind its name and size, and at the
// very end where they begin and how many they are. Copied a piece at a time, and held against their SHA-256 both
// ways: a backup never hands on what is damaged.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { blobPath } from './folder.ts'

/** Whether an archive has files, where they begin, and how many they are. */
export type Trailer = { readonly from: number; readonly count: number }

const mark = Buffer.from('opencases files\n')
const trailerBytes = mark.length + 16
const nameBytes = 64
const headBytes = nameBytes + 8
const pieceBytes = 1024 * 1024

/** Append files, by their names, to an archive. Gives the names of those that are missing or damaged. */
export const appendFiles = (
  archive: string,
  folder: string,
  blobs: readonly string[],
): readonly string[] =>
  withFile(archive, 'r+', (to) => {
    const from = fstatSync(to).size
    const lost: string[] = []
    let at = from
    for (const blob of blobs) {
      const size = appendFile(to, at, { blob, path: blobPath(folder, blob) })
      if (size === undefined) lost.push(blob)
      else at += headBytes + size
    }
    ftruncateSync(to, at)
    writeSync(to, trailerOf({ from, count: blobs.length - lost.length }), 0, trailerBytes, at)
    fsyncSync(to)
    return lost
  })

/** What is at the end of an archive; without files, where it ends. */
export const readTrailer = (archive: string): Trailer =>
  withFile(archive, 'r', (descriptor) => {
    const { size } = fstatSync(descriptor)
    const trailer = readAt(descriptor, Math.max(0, size - trailerBytes), trailerBytes)
    if (trailer.length < trailerBytes || !trailer.subarray(0, mark.length).equals(mark)) {
      return { from: size, count: 0 }
    }
    const from = Number(trailer.readBigUInt64LE(mark.length))
    return { from, count: Number(trailer.readBigUInt64LE(mark.length + 8)) }
  })

/** Write the files of an archive below a folder. Throws a sentence if one of them is damaged. */
export const extractFiles = (archive: string, folder: string, { from, count }: Trailer): void =>
  withFile(archive, 'r', (source) => {
    let at = from
    for (let index = 0; index < count; index += 1) {
      const head = readAt(source, at, headBytes)
      const blob = head.toString('latin1', 0, nameBytes)
      const size = head.length < headBytes ? -1 : Number(head.readBigUInt64LE(nameBytes))
      if (!/^[0-9a-f]{64}$/.test(blob) || size < 0) throw damaged(archive)
      extractFile(source, at + headBytes, { archive, blob, size, path: blobPath(folder, blob) })
      at += headBytes + size
    }
  })

/** The names of those files in a folder that are missing or damaged. */
export const lostFiles = (folder: string, blobs: readonly string[]): readonly string[] =>
  blobs.filter((blob) => {
    const path = blobPath(folder, blob)
    if (!existsSync(path)) return true
    return withFile(path, 'r', (source) => {
      const { size } = fstatSync(source)
      return copied({ descriptor: source, at: 0 }, undefined, size) !== blob
    })
  })

const damaged = (archive: string) => new Error(`${archive} is damaged: a file in it is not whole.`)

const trailerOf = ({ from, count }: Trailer): Buffer => {
  const numbers = Buffer.alloc(16)
  numbers.writeBigUInt64LE(BigInt(from))
  numbers.writeBigUInt64LE(BigInt(count), 8)
  return Buffer.concat([mark, numbers])
}

/** Its size, or undefined if it is missing or damaged; then the next one is written over it. */
const appendFile = (
  to: number,
  at: number,
  { blob, path }: { readonly blob: string; readonly path: string },
): number | undefined => {
  if (!existsSync(path)) return undefined
  return withFile(path, 'r', (source) => {
    const { size } = fstatSync(source)
    const head = Buffer.alloc(headBytes)
    head.write(blob, 'latin1')
    head.writeBigUInt64LE(BigInt(size), nameBytes)
    writeSync(to, head, 0, headBytes, at)
    const target = { descriptor: to, at: at + headBytes }
    return copied({ descriptor: source, at: 0 }, target, size) === blob ? size : undefined
  })
}

const extractFile = (
  source: number,
  at: number,
  file: {
    readonly archive: string
    readonly blob: string
    readonly size: number
    readonly path: string
  },
): void => {
  mkdirSync(dirname(file.path), { recursive: true, mode: 0o700 })
  withFile(file.path, 'wx', (descriptor) => {
    const sha256 = copied({ descriptor: source, at }, { descriptor, at: 0 }, file.size)
    if (sha256 !== file.blob) throw damaged(file.archive)
    fsyncSync(descriptor)
  })
  syncFolders(dirname(file.path))
}

// The folder of the file, and the two above it in which it may be new.
const syncFolders = (folder: string): void => {
  for (const path of [folder, join(folder, '..'), join(folder, '..', '..')]) {
    withFile(path, 'r', fsyncSync)
  }
}

type Place = { readonly descriptor: number; readonly at: number }

/** Copy bytes, or only read them, and give the SHA-256 of those that were there. */
const copied = (from: Place, to: Place | undefined, size: number): string => {
  const hash = createHash('sha256')
  for (let done = 0; done < size; ) {
    const piece = readAt(from.descriptor, from.at + done, Math.min(pieceBytes, size - done))
    if (piece.length === 0) break
    hash.update(piece)
    if (to !== undefined) writeAll(to.descriptor, piece, to.at + done)
    done += piece.length
  }
  return hash.digest('hex')
}

const writeAll = (descriptor: number, piece: Buffer, at: number): void => {
  for (let written = 0; written < piece.length; ) {
    written += writeSync(descriptor, piece, written, piece.length - written, at + written)
  }
}

const readAt = (descriptor: number, at: number, length: number): Buffer => {
  const buffer = Buffer.allocUnsafe(length)
  return buffer.subarray(0, readSync(descriptor, buffer, 0, length, at))
}

const withFile = <T>(path: string, flags: string, use: (descriptor: number) => T): T => {
  const descriptor = openSync(path, flags, 0o600)
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
