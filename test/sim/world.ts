// A server on a folder that can crash, beside the model of what it must hold. The folder of a crash is a copy
// of database and log as they lie on disk while the server runs: what a killed process leaves behind. On PostgreSQL
// another server takes over while the one before it still writes.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { databaseOfRun } from '../support/postgres.ts'
import { given, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { enableEvents, moveClock, outgoingEvents, start } from '../support/time-setting.ts'
import { createModel } from './model.ts'

export type World = Awaited<ReturnType<typeof startWorld>>

export const startWorld = async () => {
  let now = start
  const root = mkdtempSync(join(tmpdir(), 'opencases-sim-'))
  let folders = 0
  const database = await databaseOfRun()
  const elsewhere = database === undefined ? {} : { 'database-url': database.url }
  const startIn = (data: string) => {
    const time = { clock: 'virtual', 'clock-start': new Date(now).toISOString() }
    return startTestServer({ settings: { data, ...time, ...elsewhere } })
  }
  let folder = join(root, '0')
  let current: TestServer = await startIn(folder)
  const { domainId, templateId, fields } = await seedDomain(current.client)
  await enableEvents(current, domainId)
  const model = createModel()
  return {
    clock: {
      now: () => now,
      /** Let time pass, with all that falls due. */
      advance: async (ms: number): Promise<void> => {
        now += ms
        await moveClock(current, { to: new Date(now).toISOString() })
        model.tell(now)
      },
    },
    model,
    domainId,
    templateId,
    textId: given(fields.text),
    numberId: given(fields.number),
    client: () => current.client,
    events: () => outgoingEvents(current.server.store),
    verify: () => current.server.store.verify(current.server.key.chain),
    /**
     * Keep the folder as it is in this instant and go on from there. `between` is awaited when the copy is
     * made and the old server still runs. The new one starts so much later.
     */
    crash: async (between: () => Promise<unknown>, downMs = 0): Promise<void> => {
      const [old, oldFolder] = [current, folder]
      if (database !== undefined) {
        now += downMs
        current = await startIn(folder)
        await between()
        await old[Symbol.asyncDispose]()
        return
      }
      folders += 1
      folder = join(root, String(folders))
      // Synchronous, so no write of this process falls into it; the log is emptied by a write alone.
      cpSync(oldFolder, folder, { recursive: true, filter: survives })
      await between()
      await old[Symbol.asyncDispose]()
      rmSync(oldFolder, { recursive: true })
      now += downMs
      current = await startIn(folder)
    },
    [Symbol.asyncDispose]: async () => {
      await current[Symbol.asyncDispose]()
      await database?.[Symbol.asyncDispose]()
      rmSync(root, { recursive: true })
    },
  }
}

// The lock goes with its process, and shared memory with the last one that had it open.
const survives = (path: string) =>
  !basename(path).startsWith('server.lock') && !path.endsWith('-shm')
