// Opens the place where the bytes of attached files lie, as the settings say, and what belongs to it.
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { lockFolder } from '../storage/sqlite/lock.ts'
import { temporaryFolder } from '../storage/sqlite/temporary-folder.ts'
import type { LocalStore, RemoteStore } from './contract.ts'
import { folderStore } from './folder.ts'

export type FilesPlaceOptions = {
  /** The data folder, or `:memory:` for files that go away with the server. */
  readonly data: string
  readonly place:
    | { readonly kind: 'folder' }
    | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  readonly endpoint?: string
  readonly region: string
  readonly clock: Clock
  readonly log: { error(fields: object, message: string): void }
}

/** The name of the folder in the data folder. */
export const filesFolder = 'files'

/** Held by whoever copies the files: while it is, none is removed. */
export const filesLock = 'files.lock'

export const openFiles = async (options: FilesPlaceOptions): Promise<LocalStore | RemoteStore> => {
  const { data, place, clock } = options
  if (place.kind === 's3') {
    const { s3Store } = await import('./s3.ts')
    return s3Store({ ...options, ...place })
  }
  if (data !== ':memory:') {
    return folderStore({ directory: join(data, filesFolder), durable: true, clock })
  }
  const temporary = temporaryFolder()
  const directory = join(temporary.path, filesFolder)
  const store = await folderStore({ directory, durable: false, clock })
  return { ...store, close: temporary.remove }
}

/** Keep files from being copied for a moment, or say that they are. */
export const holdOffCopies = (data: string): (() => void) | undefined =>
  data === ':memory:' ? () => undefined : lockFolder(data, filesLock)
