// What the commands that work on a data folder share: the store beside a running server, and the server's key.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { masterKey } from '../access/key-file.ts'
import { type ServerKey, serverKey } from '../access/server-key.ts'
import { type Clock, realClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Store } from '../storage/contract.ts'
import { databaseFile } from '../storage/index.ts'
import { open } from '../storage/open.ts'

export type Tool = { readonly store: Store; readonly key: ServerKey; readonly clock: Clock }

/** Open the data folder, do one thing, let go of it. Rejects with a sentence if there is no database. */
export const withTool = async <T>(config: Config, use: (tool: Tool) => Promise<T>): Promise<T> => {
  if (config.databaseUrl === undefined && !existsSync(join(config.data, databaseFile))) {
    throw new Error(`There is no OpenCases database in ${config.data}.`)
  }
  const clock = realClock()
  const store = await open(config, clock, 'tool')
  try {
    const key = serverKey(masterKey(config, clock.random), clock.random)
    return await use({ store, key, clock })
  } finally {
    await store.close()
  }
}
