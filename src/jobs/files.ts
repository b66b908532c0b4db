// Removes what nobody needs of attached files, a little at a time: uploads that did not come, files that were
// rejected some time ago, bytes of files that are gone; and, when it starts, what a crash has left.
import type { Clock } from '../clock.ts'
import { awaitsUpload } from '../domain/files/attachment.ts'
import type { AbandonedFileRow, FileRow } from '../domain/rows.ts'
import type { BlobStore } from '../files/contract.ts'
import type { Locks } from '../files/locks.ts'
import { query, type Store } from '../storage/contract.ts'
import type { Rounds } from './loop.ts'

export type FileSweepOptions = {
  readonly store: Store
  readonly blobs: BlobStore
  /** By the name of a blob: shared with whoever keeps them. */
  readonly locks: Locks
  readonly clock: Clock
  /** Somebody copies the files: nothing may go. Undefined: it is so; else what ends holding it off. */
  holdOff(): (() => void) | undefined
}

const filesMax = 25

export type FileSweep = Rounds & {
  /** The store has been emptied: no row is left to say which bytes nobody needs. */
  emptied(): void
}

export const sweepFiles = (options: FileSweepOptions): FileSweep => {
  const { store, blobs, clock } = options
  let leftovers: Removal[] | undefined
  let isEmptied = false
  return {
    name: 'sweep of files',
    emptied: () => {
      isEmptied = true
      leftovers = undefined
    },
    round: async () => {
      const nowMs = clock.wallNow()
      leftovers ??= [
        ...(await blobs.stagedIds()).map((fileId) => ({ fileId })),
        ...(isEmptied ? await blobs.kept() : []).map((blob) => ({ blob })),
      ]
      const some = leftovers.splice(0, filesMax)
      const due = await store.load({
        expired: query('expiredFiles', { nowMs, limit: filesMax }),
        abandoned: query('abandonedFiles', { limit: filesMax }),
      })
      for (const file of due.expired) await store.write(expiry(file))
      const removals = [...some, ...due.abandoned]
      const done = removals.length === 0 || (await removeAll(options, removals))
      if (!done) leftovers = undefined
      return done && removals.length + due.expired.length > 0
    },
  }
}

type Removal = Partial<AbandonedFileRow>

/** False if it is not the time for it. */
const removeAll = async (
  options: FileSweepOptions,
  removals: readonly Removal[],
): Promise<boolean> => {
  const letGo = options.holdOff()
  if (letGo === undefined) return false
  try {
    for (const removal of removals) await remove(options, removal)
    return true
  } finally {
    letGo()
  }
}

// The file may have been completed, or have gone, since it was asked for.
const expiry = ({ arn, attachment }: FileRow) => ({
  plan: () => ({ file: query('fileByArn', { arn }) }),
  decide: ({ file }: { readonly file: FileRow | undefined }) => {
    const isDue = file !== undefined && file.attachment?.expiresAt === attachment?.expiresAt
    return {
      answer: undefined,
      changes: isDue ? [{ change: 'file.delete' as const, row: file }] : [],
    }
  },
})

const remove = async (options: FileSweepOptions, removal: Removal): Promise<void> => {
  const { store, blobs, locks } = options
  const { fileId, blob, key } = removal
  const made = fileId === undefined ? [] : await discard(options, fileId)
  for (const name of new Set(blob === undefined ? made : [...made, blob])) {
    const unlock = await locks.take(name)
    try {
      const { user } = await store.load({ user: query('fileByBlob', { blob: name }) })
      if (user === undefined) await blobs.remove(name)
    } finally {
      unlock()
    }
  }
  if (fileId === undefined || key === undefined) return
  const changes = [{ change: 'abandonedFile.delete' as const, row: { ...removal, fileId, key } }]
  await store.write({ plan: () => ({}), decide: () => ({ answer: undefined, changes }) })
}

/** Names the blobs that may have been made of what was staged. */
const discard = async (
  { store, blobs }: FileSweepOptions,
  fileId: string,
): Promise<readonly string[]> => {
  const { file } = await store.load({ file: query('fileById', { id: fileId }) })
  const isAwaited = file?.attachment !== undefined && awaitsUpload(file.attachment)
  return isAwaited ? [] : blobs.discard(fileId)
}
