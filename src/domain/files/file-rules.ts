// What may be attached: sizes and extensions by scope, as an instance has configured them or by default, and what is
// said of a file that does not fit (B-1010 to B-1012).
import { type ApiError, invalidFile } from '../../errors.ts'
import type { AttachedFilesConfigurationRow } from '../rows.ts'
import { extensionOf } from './file-type.ts'

export type AttachmentScope = AttachedFilesConfigurationRow['scope']

/** In the order in which they are listed. */
export const attachmentScopes: readonly AttachmentScope[] = ['EMAIL', 'CHAT', 'CASE', 'TASK']

/** What holds in one scope of an instance. */
export type AttachmentRules = {
  readonly sizeMax: number
  /** In lower case, without dots. */
  readonly extensions: readonly string[]
  /** When they were last changed, if they are not the default. */
  readonly modifiedAt?: number
}

/** 20 MB. */
const defaultSizeMax = 20 * 1024 * 1024

const defaultExtensions: readonly string[] = [
  'csv',
  'doc',
  'docx',
  'heic',
  'jfif',
  'jpeg',
  'jpg',
  'mov',
  'mp4',
  'pdf',
  'png',
  'ppt',
  'pptx',
  'rtf',
  'txt',
  'wav',
  'xls',
  'xlsx',
]

/** The rules of a scope among what an instance has configured. */
export const rulesFor = (
  scope: AttachmentScope,
  configured: readonly AttachedFilesConfigurationRow[],
): AttachmentRules => {
  const row = configured.find((each) => each.scope === scope)
  return {
    sizeMax: row?.sizeMax ?? defaultSizeMax,
    extensions: row?.extensions ?? defaultExtensions,
    ...(row === undefined ? {} : { modifiedAt: row.modifiedAt }),
  }
}

type Announced = { readonly FileName: string; readonly FileSizeInBytes: number }

/** What is wrong with a file that is announced; undefined if nothing is. */
export const wrongWith = (
  { FileName: name, FileSizeInBytes: size }: Announced,
  { sizeMax, extensions }: AttachmentRules,
): ApiError | undefined => {
  if (!isFileName(name)) {
    return invalidFile('INVALID_FILE_NAME', 'The name is none that a file can have.')
  }
  if (size > sizeMax) {
    return invalidFile('INVALID_FILE_SIZE', `The file may have ${sizeMax} bytes at most.`)
  }
  const extension = extensionOf(name)
  if (extension === undefined || !extensions.includes(extension)) {
    const list = extensions.map((each) => `.${each}`).join(' ')
    return invalidFile('INVALID_FILE_TYPE', `The file must be one of ${list}`)
  }
  return undefined
}

// Whoever saves it must not end up in another folder.
const isFileName = (name: string): boolean => name.trim() === name && !/[/\\]/.test(name)
