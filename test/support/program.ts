// The program as its users run it: `bin/opencases.js` as a process of its own, with nothing of this process's
// environment that it would take for a setting.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ownProgram = join(import.meta.dirname, '..', '..', 'bin', 'opencases.js')

export type Finished = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export type ProgramOptions = {
  readonly env?: Readonly<Record<string, string>>
  /** Another Node than the one that runs the tests. */
  readonly node?: string
  /** Another program than this checkout's. */
  readonly program?: string
}

/** A folder that goes away at the end of its scope. */
export const temporaryFolder = (): { path: string } & Disposable => {
  const path = mkdtempSync(join(tmpdir(), 'opencases-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Run a command to its end. */
export const runProgram = async (
  words: readonly string[],
  options: ProgramOptions = {},
): Promise<Finished> => {
  const { child, output } = launch(words, options)
  const [code] = await once(child, 'close')
  return { code, ...output }
}

export type Program = AsyncDisposable & {
  readonly child: ChildProcessWithoutNullStreams
  readonly endpoint: string
  readonly output: { stdout: string; stderr: string }
  /** Resolves when it has ended. */
  readonly ended: Promise<Finished>
}

/** Start `opencases serve` and wait until it says where. `await using` kills what is left of it. */
export const startProgram = async (
  words: readonly string[],
  options: ProgramOptions = {},
): Promise<Program> => {
  const { child, output } = launch(['serve', '--port', '0', ...words], options)
  const ended = once(child, 'close').then(([code]) => ({ code, ...output }))
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const [, found] = /serves on (\S+)\n.*\n(?:root key .*\n)?/.exec(output.stdout) ?? []
      if (found !== undefined) resolve(found)
    })
    ended.then(({ stderr }) => reject(new Error(`the server ended: ${stderr}`)))
  })
  return {
    child,
    endpoint,
    output,
    ended,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

const launch = (
  words: readonly string[],
  { env = {}, node = process.execPath, program = ownProgram }: ProgramOptions,
) => {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OPENCASES_'))
  const child = spawn(node, [program, ...words], {
    env: { ...Object.fromEntries(inherited), ...env },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    output.stderr += String(chunk)
  })
  return { child, output }
}

/** The root key that a server wrote into its data folder. */
export const rootKeyIn = (data: string): { accessKeyId: string; secretAccessKey: string } => {
  const text = readFileSync(join(data, 'credentials'), 'utf8')
  const value = (name: string) => new RegExp(`^${name} = (\\S+)$`, 'm').exec(text)?.[1] ?? ''
  return {
    accessKeyId: value('aws_access_key_id'),
    secretAccessKey: value('aws_secret_access_key'),
  }
}
