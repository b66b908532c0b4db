// The names in a ZIP file, from the directory at its end. Nothing is unpacked, and a directory that is larger than
// any document's is not read.
import type { Bytes } from './contract.ts'

const endBytes = 22
const commentBytesMax = 0xffff
const directoryBytesMax = 4 * 1024 * 1024
const endMark = 0x06054b50
const entryMark = 0x02014b50
const entryBytes = 46

/** The names of its entries; undefined if it has no directory that could be read. */
export const zipEntries = async (file: Bytes): Promise<readonly string[] | undefined> => {
  const tailAt = Math.max(0, file.size - endBytes - commentBytesMax)
  const tail = Buffer.from(await file.read(tailAt, file.size - tailAt))
  const end = endOf(tail)
  if (end === undefined) return undefined
  const size = tail.readUInt32LE(end + 12)
  const at = tail.readUInt32LE(end + 16)
  if (size > directoryBytesMax || at + size > file.size) return undefined
  return namesIn(Buffer.from(await file.read(at, size)))
}

// A comment may follow, so the mark is looked for from behind.
const endOf = (tail: Buffer): number | undefined => {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    const fits = tail.readUInt32LE(at) === endMark
    if (fits && at + endBytes + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return undefined
}

const namesIn = (directory: Buffer): readonly string[] => {
  const names: string[] = []
  for (let at = 0; at + entryBytes <= directory.length; ) {
    if (directory.readUInt32LE(at) !== entryMark) break
    const nameBytes = directory.readUInt16LE(at + 28)
    const moreBytes = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    names.push(directory.toString('utf8', at + entryBytes, at + entryBytes + nameBytes))
    at += entryBytes + nameBytes + moreBytes
  }
  return names
}
