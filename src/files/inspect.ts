// Holds the bytes of an upload against what was announced: their number, and what their name says they are.
import { extensionOf, fits, isZip, sampleBytes } from '../domain/files/file-type.ts'
import { type Bytes, BytesGone, type Received, type Upload } from './contract.ts'
import { zipEntries } from './zip-directory.ts'

/** What is wrong with the bytes; undefined if nothing is, `gone` if they are no longer there. */
export const inspect = async (
  upload: Upload,
  bytes: Bytes,
): Promise<Received['refusal'] | 'gone'> => {
  try {
    return await wrongWith(upload, bytes)
  } catch (error) {
    if (error instanceof BytesGone) return 'gone'
    throw error
  }
}

const wrongWith = async (upload: Upload, bytes: Bytes): Promise<Received['refusal']> => {
  if (bytes.size !== upload.sizeInBytes) return 'INVALID_FILE_SIZE'
  const head = await bytes.read(0, Math.min(bytes.size, sampleBytes))
  const entries = isZip({ head }) ? await zipEntries(bytes) : undefined
  const sample = entries === undefined ? { head } : { head, entries }
  const extension = extensionOf(upload.name)
  return extension === undefined || fits(extension, sample) ? undefined : 'INVALID_FILE_TYPE'
}
