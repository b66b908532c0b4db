// What a file is by its bytes. A name says what a file claims to be; the beginning of its bytes, and the directory
// of those that are ZIP files, say whether that can be true. Nothing here reads: `files/inspect.ts` takes the sample.

/** What is looked at of a file. */
export type Sample = {
  /** The first bytes, `sampleBytes` of them or all. */
  readonly head: Uint8Array
  /** The names in its directory, if it is a ZIP file. */
  readonly entries?: readonly string[]
}

/** How much of a file is looked at: enough for a text to show that it is none. */
export const sampleBytes = 64 * 1024

/** The extension of a name, in lower case and without the dot. */
export const extensionOf = (name: string): string | undefined =>
  /[^.]\.([a-z0-9_-]{1,10})$/i.exec(name)?.[1]?.toLowerCase()

/** Whether the bytes can be what the extension says. One that is not in the table says nothing (B-1022). */
export const fits = (extension: string, sample: Sample): boolean =>
  typeOf(extension)?.fits(sample) ?? true

/** The media type of an extension. */
export const mediaTypeOf = (extension: string | undefined): string =>
  (extension === undefined ? undefined : typeOf(extension)?.mediaType) ?? 'application/octet-stream'

const typeOf = (extension: string): FileType | undefined =>
  Object.hasOwn(types, extension) ? types[extension] : undefined

type Fits = (sample: Sample) => boolean

type FileType = { readonly mediaType: string; readonly fits: Fits }

const type = (mediaType: string, fits: Fits): FileType => ({ mediaType, fits })

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)

const startsWith =
  (...beginnings: readonly string[]): Fits =>
  ({ head }) =>
    beginnings.some((beginning) => latin1(head, 0, beginning.length) === beginning)

/** Containers of chunks name their content after a length. */
const riff =
  (content: string): Fits =>
  ({ head }) =>
    ['RIFF', 'RF64'].includes(latin1(head, 0, 4)) && latin1(head, 8, 12) === content

const isOle = startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')

/** Whether it is, or claims to be, a ZIP file. */
export const isZip = startsWith('PK\x03\x04', 'PK\x05\x06')

/** Office writes ZIP files with a folder of their kind; a protected one comes in an OLE container. */
const office =
  (folder: string): Fits =>
  (sample) =>
    isOle(sample) ||
    (sample.entries?.includes('[Content_Types].xml') === true &&
      sample.entries.some((name) => name.startsWith(folder)))

const openDocument: Fits = (sample) => sample.entries?.includes('META-INF/manifest.xml') === true

const brandOf = ({ head }: Sample): string | undefined =>
  latin1(head, 4, 8) === 'ftyp' ? latin1(head, 8, 12) : undefined

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']

const isHeic: Fits = (sample) => heicBrands.includes(brandOf(sample) ?? '')

const isMp4: Fits = (sample) => {
  const brand = brandOf(sample)
  return brand !== undefined && brand !== 'qt  ' && !heicBrands.includes(brand)
}

// QuickTime is older than the box that names a brand.
const isQuickTime: Fits = (sample) =>
  brandOf(sample) === 'qt  ' ||
  ['moov', 'mdat', 'free', 'skip', 'wide', 'pnot'].includes(latin1(sample.head, 4, 8))

// Readers of PDF take what comes before the signature for rubbish, and so do writers.
const isPdf: Fits = ({ head }) => latin1(head, 0, 1024).includes('%PDF-')

const isRtf = startsWith('{\\rtf')

const utf16 = startsWith('\xff\xfe', '\xfe\xff')

/** A text of whatever encoding has no control characters but these. */
const isControl = (byte: number) =>
  byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b

const isText: Fits = (sample) =>
  utf16(sample) || !(sample.head.some(isControl) || startsWith('%PDF-')(sample) || isRtf(sample))

const isJpeg = startsWith('\xff\xd8\xff')
const jpeg = type('image/jpeg', isJpeg)
const tiff = type('image/tiff', startsWith('II*\0', 'MM\0*'))

const officeType = (name: string, folder: string): FileType =>
  type(`application/vnd.openxmlformats-officedocument.${name}`, office(folder))

const openType = (name: string): FileType =>
  type(`application/vnd.oasis.opendocument.${name}`, openDocument)

const types: Readonly<Record<string, FileType>> = {
  // What Amazon Connect allows by default.
  csv: type('text/csv', isText),
  doc: type('application/msword', isOle),
  docx: officeType('wordprocessingml.document', 'word/'),
  heic: type('image/heic', isHeic),
  jfif: jpeg,
  jpeg,
  jpg: jpeg,
  mov: type('video/quicktime', isQuickTime),
  mp4: type('video/mp4', isMp4),
  pdf: type('application/pdf', isPdf),
  png: type('image/png', startsWith('\x89PNG\r\n\x1a\n')),
  ppt: type('application/vnd.ms-powerpoint', isOle),
  pptx: officeType('presentationml.presentation', 'ppt/'),
  rtf: type('application/rtf', isRtf),
  txt: type('text/plain', isText),
  wav: type('audio/wav', riff('WAVE')),
  xls: type('application/vnd.ms-excel', isOle),
  xlsx: officeType('spreadsheetml.sheet', 'xl/'),
  // What else is often allowed.
  avi: type('video/x-msvideo', riff('AVI ')),
  bmp: type('image/bmp', startsWith('BM')),
  eml: type('message/rfc822', isText),
  gif: type('image/gif', startsWith('GIF87a', 'GIF89a')),
  gz: type('application/gzip', startsWith('\x1f\x8b')),
  heif: type('image/heif', isHeic),
  html: type('text/html', isText),
  ics: type('text/calendar', isText),
  json: type('application/json', isText),
  log: type('text/plain', isText),
  m4a: type('audio/mp4', isMp4),
  md: type('text/markdown', isText),
  mkv: type('video/x-matroska', startsWith('\x1a\x45\xdf\xa3')),
  mp3: type('audio/mpeg', startsWith('ID3', '\xff\xfb', '\xff\xf3', '\xff\xf2')),
  msg: type('application/vnd.ms-outlook', isOle),
  odp: openType('presentation'),
  ods: openType('spreadsheet'),
  odt: openType('text'),
  ogg: type('audio/ogg', startsWith('OggS')),
  svg: type('image/svg+xml', isText),
  tif: tiff,
  tiff,
  vcf: type('text/vcard', isText),
  webm: type('video/webm', startsWith('\x1a\x45\xdf\xa3')),
  webp: type('image/webp', riff('WEBP')),
  xml: type('application/xml', isText),
  zip: type('application/zip', isZip),
}
