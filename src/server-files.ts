// The part of the composition that is about attached files: their place, the transfers, and the jobs that sweep and
// scan them.
import type { ServerKey } from './access/server-key.ts'
import type { Clock } from './clock.ts'
import { type Config, environmentOfOthers } from './config.ts'
import type { Files } from './files/contract.ts'
import { attachedFiles } from './files/files.ts'
import { keyedLocks } from './files/locks.ts'
import { holdOffCopies, openFiles } from './files/open.ts'
import { scannerOf } from './files/scanner.ts'
import { transfers } from './files/transfers.ts'
import { sweepFiles } from './jobs/files.ts'
import type { Rounds } from './jobs/loop.ts'
import { scanFiles } from './jobs/scan-files.ts'
import type { Logger } from './log.ts'
import type { Transfers } from './model/transfers.ts'
import type { Store } from './storage/contract.ts'

export type FileParts = {
  /** For operations. */
  readonly files: Files
  /** For the wire; undefined where clients reach the files by themselves. */
  readonly transfers: Transfers | undefined
  readonly jobs: readonly Rounds[]
  /** Told when the store has been emptied: what lies there goes. */
  emptied(): void
  close(): Promise<void>
}

type Given = {
  readonly config: Config
  readonly store: Store
  readonly key: ServerKey
  readonly clock: Clock
  readonly log: Logger
}

export const fileParts = async ({ config, store, key, clock, log }: Given): Promise<FileParts> => {
  const { data, files: place, filesEndpoint: endpoint, filesScanner: scanner } = config
  const region = config.filesRegion ?? config.region
  const at = endpoint === undefined ? {} : { endpoint }
  const blobs = await openFiles({ data, place, region, ...at, clock, log })
  if (blobs.kind === 'folder' && store.kind === 'postgres') {
    log.warn(
      'Attached files lie in the data folder, which other servers on this database do not have.',
    )
  }
  const locks = keyedLocks()
  const mac = key.urlMac
  const shared = { store, blobs, clock, log }
  const holdOff = () => holdOffCopies(data)
  const environment = environmentOfOthers()
  const scans =
    scanner === undefined
      ? undefined
      : scanFiles({ ...shared, scan: scannerOf({ scanner, clock, log, environment }) })
  const sweep = sweepFiles({ ...shared, locks, holdOff })
  return {
    files: attachedFiles({ blobs, locks, mac, clock, scans: scans !== undefined }),
    transfers: blobs.kind === 'folder' ? transfers({ blobs, store, mac, clock }) : undefined,
    jobs: [sweep, ...(scans === undefined ? [] : [scans])],
    emptied: sweep.emptied,
    close: async () => {
      await scans?.close()
      blobs.close()
    },
  }
}
