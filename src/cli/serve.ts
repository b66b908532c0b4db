// `opencases serve`: runs the server until a signal, then drains. A second signal ends at once.
import { realClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { createLog } from '../log.ts'
import { isLoopback } from '../loopback.ts'
import { startServer } from '../server.ts'
import { withoutPassword } from '../storage/postgres/database-url.ts'
import { print } from './print.ts'

export const serve = async (config: Config): Promise<number> => {
  const log = createLog(config.log)
  const signalled = firstSignal()
  const server = await startServer(config, log)
  const { endpoint, credentialsFile } = server
  const lines = [
    `OpenCases serves on ${endpoint}`,
    `region ${config.region}, account ${config.account}, data in ${placeOf(config)}`,
    ...(credentialsFile === undefined
      ? []
      : [`root key in ${credentialsFile} (profile opencases)`]),
  ]
  // A server that nobody listens to serves all the same.
  await print(lines.join('\n')).catch((error) => log.warn({ endpoint }, String(error)))
  if (config.tlsCert === undefined && !isLoopback(config.host)) {
    log.warn('Listening beyond this machine without TLS: others can read what is sent.')
  }
  await signalled
  log.info('draining')
  await server.close()
  return 0
}

const placeOf = ({ databaseUrl, data }: Config): string =>
  databaseUrl === undefined ? data : withoutPassword(databaseUrl)

// Ctrl-C in a terminal reaches npm, the program that brought the right Node, and this one, and those above hand
// it on: within so short a time it is one signal.
const oneSignalMs = 500

const firstSignal = (): Promise<void> =>
  new Promise((resolve) => {
    const clock = realClock()
    let first: number | undefined
    const onSignal = () => {
      const now = clock.monotonicMs()
      first ??= now
      if (now - first > oneSignalMs) process.exit(1)
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
