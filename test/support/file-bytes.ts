// Bytes of files of many types, each as small as it can be and still be one.
import { crc32 } from 'node:zlib'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

/** A ZIP file of empty files. */
export const zipOf = (...names: readonly string[]): Buffer => {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const name of names) {
    const encoded = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(''), 10)
    common.writeUInt16LE(encoded.length, 22)
    const local = Buffer.concat([bytes('PK\x03\x04'), common, encoded])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    entries.push(Buffer.concat([bytes('PK\x01\x02\x14\0'), common, place, encoded]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(names.length, 4)
  end.writeUInt16LE(names.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...locals, directory, bytes('PK\x05\x06'), end])
}

export const ole = bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more')

const office = (folder: string) => zipOf('[Content_Types].xml', '_rels/.rels', `${folder}/a.xml`)

const jpeg = bytes('\xff\xd8\xff\xe0\0\x10JFIF\0')

/** A file of each type that Amazon Connect allows by default, by extension. */
export const fileBytes: Readonly<Record<string, Buffer>> = {
  csv: Buffer.from('name,amount\nMüller,1\n'),
  doc: ole,
  docx: office('word'),
  heic: bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
  jfif: jpeg,
  jpeg,
  jpg: jpeg,
  mov: bytes('\0\0\0\x14ftypqt  \0\0\0\0qt  '),
  mp4: bytes('\0\0\0\x18ftypisom\0\0\x02\0isommp42'),
  pdf: bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'),
  png: bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
  ppt: ole,
  pptx: office('ppt'),
  rtf: bytes('{\\rtf1\\ansi Hello}'),
  txt: bytes('A text in Latin-1: gr\xfc\xdfe\r\n'),
  wav: bytes('RIFF\x24\0\0\0WAVEfmt '),
  xls: ole,
  xlsx: office('xl'),
}

/** A program for Windows: nobody's document. */
export const program = bytes('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff')
