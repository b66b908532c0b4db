// A server on a folder that can crash, beside the model of what it must hold. The folder of a crash is a copy
// of database and log as they lie on disk while the server runs: what a killed process leaves behind. On PostgreSQL
// another server takes over while the one before it still writes.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { testClock } from '../support/clock.ts'
import { databaseOfRun } from '../support/postgres.ts'
import { given, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { createModel } from './model.ts'

export type World = Awaited<ReturnType<typeof startWorld>>

export const startWorld = async () => {
  const clock = standingClock()
  const root = mkdtempSync(join(tmpdir(), 'opencases-sim-'))
  let folders = 0
  const database = await databaseOfRun()
  const elsewhere = database === undefined ? {} : { 'database-url': database.url }
  const start = (data: string) => startTestServer({ settings: { data, ...elsewhere }, clock })
  let folder = join(root, '0')
  let current: TestServer = await start(folder)
  const { domainId, templateId, fields } = await seedDomain(current.client)
  return {
    clock,
    model: createModel(),
    domainId,
    templateId,
    textId: given(fields.text),
    numberId: given(fields.number),
    client: () => current.client,
    verify: () => current.server.store.verify(current.server.key.chain),
    /**
     * Keep the folder as it is in this instant and go on from there. `between` is awaited when the copy is
     * made and the old server still runs.
     */
    crash: async (between: () => Promise<unknown>): Promise<void> => {
      const [old, oldFolder] = [current, folder]
      if (database !== undefined) {
        current = await start(folder)
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
      current = await start(folder)
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

const standingClock = () => {
  const moving = testClock()
  let ms = moving.now()
  return {
    ...moving,
    now: () => ms,
    advance: (byMs: number) => {
      ms += byMs
    },
  }
}
