// The folder in which bytes lie: an upload arrives in `incoming/ID/`, under the SHA-256 of its bytes once it is
// whole, and is kept as `sha256/AB/ABCD…`, so that equal files lie there once. What a crash leaves of an upload is a
// `.part`, which the next start removes, or something in `incoming` that belongs to no file (`jobs/files.ts`).
import { createReadStream } from 'node:fs'
import {
  copyFile,
  type FileHandle,
  link,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../clock.ts'
import { BytesGone, type LocalBytes, type LocalStore, type Staged } from './contract.ts'
import { codeOf, makeFolders, syncFolder } from './file-system.ts'
import { keyedLocks } from './locks.ts'
import { receiveInto } from './receive-into.ts'

export type FolderOptions = {
  readonly directory: string
  /** Whether to flush what is written to the disk. */
  readonly durable: boolean
  readonly clock: Clock
}

/** Where a blob lies in a folder of files. */
export const blobPath = (directory: string, blob: string): string =>
  join(directory, 'sha256', blob.slice(0, 2), blob)

/** Open the folder, made if it is missing, and clear away what was cut off. */
export const folderStore = async (options: FolderOptions): Promise<LocalStore> => {
  const { directory, durable, clock } = options
  const incoming = join(directory, 'incoming')
  const kept = join(directory, 'sha256')
  await makeFolders(directory, incoming, kept)
  await removeParts(incoming)
  const locks = keyedLocks()
  const sync = async (...folders: readonly string[]) => {
    if (durable) for (const folder of folders) await syncFolder(folder)
  }
  return {
    kind: 'folder',
    stage: async (upload, chunks, wanted) => {
      const own = join(incoming, upload.id)
      const part = join(own, `${clock.random(8).toString('hex')}.part`)
      let isStaged = false
      try {
        const at = { folder: incoming, open: () => openPart(own, part) }
        const sha256 = await receiveInto({ ...at, upload, chunks, durable })
        const unlock = await locks.take(upload.id)
        try {
          if (!(await wanted())) return false
          await rename(part, join(own, sha256))
          isStaged = true
          for (const name of await stagedIn(own)) if (name !== sha256) await rm(join(own, name))
          await sync(own, incoming)
        } finally {
          unlock()
        }
        return true
      } finally {
        if (!isStaged) await withdraw(own, part)
      }
    },
    staged: async (fileId) => {
      const own = join(incoming, fileId)
      const [blob] = await stagedIn(own)
      const bytes = blob === undefined ? undefined : await bytesOf(join(own, blob))
      return blob === undefined || bytes === undefined ? undefined : { bytes, blob }
    },
    keep: async (fileId, { blob }: Staged) => {
      const target = blobPath(directory, blob)
      const shard = dirname(target)
      await makeFolders(shard)
      if (!(await linked(join(incoming, fileId, blob), target))) return undefined
      await sync(shard, kept)
      return blob
    },
    discard: async (fileId) => {
      const own = join(incoming, fileId)
      const unlock = await locks.take(fileId)
      try {
        const blobs = await stagedIn(own)
        await rm(own, { recursive: true, force: true })
        return blobs
      } finally {
        unlock()
      }
    },
    open: (blob) => bytesOf(blobPath(directory, blob)),
    remove: async (blob) => {
      await rm(blobPath(directory, blob), { force: true })
    },
    stagedIds: () => readdir(incoming),
    kept: () => blobsBelow(kept),
    close: () => undefined,
  }
}

const removeParts = async (incoming: string): Promise<void> => {
  for (const id of await readdir(incoming)) {
    for (const name of await readdir(join(incoming, id))) {
      if (name.endsWith('.part')) await withdraw(join(incoming, id), join(incoming, id, name))
    }
  }
}

/** Another upload of the same file may take the folder away when it comes to nothing: then it is made again. */
const openPart = async (folder: string, part: string): Promise<FileHandle> => {
  for (let tries = 1; ; tries += 1) {
    await makeFolders(folder)
    try {
      return await open(part, 'wx', 0o600)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tries === openTriesMax) throw error
    }
  }
}

const openTriesMax = 10

/** Of an upload that did not come whole nothing is left, its folder neither if there is nothing else in it. */
const withdraw = async (folder: string, part: string): Promise<void> => {
  await rm(part, { force: true })
  await rmdir(folder).catch((error) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error
  })
}

const blobForm = /^[0-9a-f]{64}$/

const blobsBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true }))
    .map((path) => basename(path))
    .filter((name) => blobForm.test(name))

const stagedIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch((error) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => blobForm.test(name))
}

/** Give a file another name, also where file systems have no links. False: it is no longer there. */
const linked = async (path: string, target: string): Promise<boolean> => {
  try {
    await link(path, target)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return false
    if (code === 'EEXIST') return true
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error
    await copied(path, target)
  }
  return true
}

const copied = async (path: string, target: string): Promise<void> => {
  const draft = `${path}.part`
  await copyFile(path, draft)
  const handle = await open(draft, 'r+')
  await handle.sync()
  await handle.close()
  await rename(draft, target)
}

const bytesOf = async (path: string): Promise<LocalBytes | undefined> => {
  const found = await stat(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return undefined
  const { size } = found
  return {
    size,
    read: async (offset, length) => {
      await using handle = await opened(path)
      const buffer = Buffer.alloc(length)
      const { bytesRead } = await handle.read(buffer, 0, length, offset)
      return buffer.subarray(0, bytesRead)
    },
    stream: () => createReadStream(path),
    // With one piece of memory for all of it: what a stream leaves to the collector is as large as the file.
    copy: async (write, { first, last } = { first: 0, last: size - 1 }) => {
      await using handle = await opened(path)
      const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, last + 1 - first))
      for (let at = first; at <= last; ) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(pieceBytes, last + 1 - at), at)
        if (bytesRead === 0) throw new Error(`${path} is shorter than it was`)
        await write(buffer.subarray(0, bytesRead))
        at += bytesRead
      }
    },
  }
}

const pieceBytes = 256 * 1024

const opened = (path: string) =>
  open(path).catch((error) => {
    throw codeOf(error) === 'ENOENT' ? new BytesGone() : error
  })
