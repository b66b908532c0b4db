// `opencases verify`: the database's own structure, every audit chain, and every attached file, also while a server
// runs.
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { lostFiles } from '../files/archive.ts'
import { filesFolder } from '../files/open.ts'
import { blobsIn } from '../storage/archive.ts'
import { databaseFile } from '../storage/index.ts'
import { holdFiles } from './hold-files.ts'
import { print } from './print.ts'
import { type Tool, withTool } from './tool.ts'

export const verify = async (config: Config): Promise<number> => {
  const found = await withTool(config, async (tool) => {
    const { cases, events, faults } = await tool.store.verify(tool.key.chain)
    return { cases, events, faults: [...faults, ...(await fileFaults(config, tool))] }
  })
  for (const fault of found.faults) await print(fault)
  await print(`${found.cases} cases, ${found.events} audit events, ${found.faults.length} faults`)
  return found.faults.length === 0 ? 0 : 1
}

/** Only of files that lie beside their database. */
const fileFaults = async (config: Config, { store, clock }: Tool): Promise<string[]> => {
  const { data, files } = config
  if (files.kind !== 'folder' || store.kind !== 'sqlite') return []
  const letGo = await holdFiles(data, clock)
  try {
    const lost = lostFiles(join(data, filesFolder), blobsIn(join(data, databaseFile)))
    return lost.map((blob) => `attached file ${blob}: its bytes are missing or damaged`)
  } finally {
    letGo()
  }
}
