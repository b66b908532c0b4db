// `opencases verify`: the database's own structure and every audit chain, also while a server runs.
import type { Config } from '../config.ts'
import { print } from './print.ts'
import { withTool } from './tool.ts'

export const verify = async (config: Config): Promise<number> => {
  const found = await withTool(config, ({ store, key }) => store.verify(key.chain))
  for (const fault of found.faults) await print(fault)
  await print(`${found.cases} cases, ${found.events} audit events, ${found.faults.length} faults`)
  return found.faults.length === 0 ? 0 : 1
}
