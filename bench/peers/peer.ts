// Peers as processes: a shell script installs one into a folder and serves it in the foreground. What cannot be
// installed or started here is skipped with a sentence.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

/** A request of a peer that is measured, for as many connections as are listed. */
export type Subject = {
  readonly name: string
  readonly port: number
  readonly connections: readonly number[]
  /** Made anew for each round, as signatures age. */
  requests(): readonly Buffer[]
  /** Of a search: have so many more cases. */
  grow?(by: number): Promise<void>
}

/** What a reader must know to compare. */
export type Peer = {
  readonly name: string
  readonly authentication: string
  readonly durability: string
}

export type Serving = { readonly port: number; stop(): Promise<void> }

/** Thrown where a peer cannot be had. */
export class Skipped extends Error {}

const installMinutes = 15
const startMinutes = 4

/** Run `bench/peers/NAME.sh install FOLDER`. */
export const install = async (name: string, folder: string): Promise<void> => {
  const { code, said } = await run(name, ['install', folder], installMinutes)
  if (code !== 0) throw new Skipped(`${name} cannot be installed here: ${said}`)
}

/** Run `bench/peers/NAME.sh serve FOLDER PORT …more` and wait until the port answers. */
export const serve = async (
  name: string,
  folder: string,
  ...more: readonly (number | string)[]
): Promise<Serving> => {
  const port = await freePort()
  const child = start(name, ['serve', folder, port, ...more])
  const said = lastWords(child)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    // The whole group: some serve from processes of their own.
    kill(child, 'SIGTERM')
    const late = setTimeout(() => kill(child, 'SIGKILL'), 15_000)
    await exited
    clearTimeout(late)
  }
  for (const until = Date.now() + startMinutes * 60_000; !(await answers(port)); ) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Skipped(`${name} does not start here: ${said()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return { port, stop }
}

/** Run another verb of a script to its end; gives what it printed. */
export const run = async (
  name: string,
  words: readonly (number | string)[],
  minutes: number,
): Promise<{ code: number | null; output: string; said: string }> => {
  const child = start(name, words)
  const said = lastWords(child)
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  const late = setTimeout(() => kill(child, 'SIGKILL'), minutes * 60_000)
  const [code] = await once(child, 'exit')
  clearTimeout(late)
  return { code, output, said: said() }
}

const start = (name: string, words: readonly (number | string)[]): ChildProcess => {
  const script = fileURLToPath(new URL(`${name}.sh`, import.meta.url))
  return spawn(script, words.map(String), { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

const kill = ({ pid }: ChildProcess, signal: NodeJS.Signals): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended by itself.
  }
}

const lastWords = (child: ChildProcess): (() => string) => {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = `${text}${chunk}`.slice(-2000)
  })
  // npm ends with where its log is: what went wrong it says before.
  return () => {
    const lines = text.trim().split('\n')
    return (
      lines.find((line) => /^(E:|npm error (?!code|A complete))/.test(line)) ?? lines.at(-1) ?? ''
    )
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('connect', () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
