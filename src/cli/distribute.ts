// `opencases distribute`: makes the tables in an empty database and has Citus spread them over its machines.
import { realClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { print } from './print.ts'

export const distribute = async ({ databaseUrl }: Config): Promise<number> => {
  if (databaseUrl === undefined) {
    throw new ConfigError('distribute needs OPENCASES_DATABASE_URL or --database-url.')
  }
  const spreading = await import('../storage/postgres/spreading.ts')
  const { spread, everywhere, machines } = await spreading.distribute(databaseUrl, realClock())
  await print(`${spread} tables spread over ${machines} machines, ${everywhere} copied to each`)
  return 0
}
