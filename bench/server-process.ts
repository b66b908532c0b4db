// A server in a process of its own, with what it costs: CPU seconds and resident memory, read from /proc.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type ServerProcess = {
  readonly port: number
  /** From spawn to the line that says where it listens. */
  readonly startMs: number
  /** User and system time of all its threads so far; NaN where there is no /proc. */
  cpuSeconds(): number
  residentMb(): number
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Start `node script …args` and wait for a line with `http://host:port`. */
export const startProcess = async (
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [`${root}${script}`, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await listeningPort(child)
  const pid = child.pid as number
  return {
    port,
    startMs: performance.now() - startedAt,
    cpuSeconds: () => cpuSeconds(pid),
    residentMb: () => residentMb(pid),
    stop: async () => {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

/**
 * Until a server is done with what it starts behind its first answers (the thread that writes checkpoints takes 15
 * MB): its memory has stood still for a second. Rejects if it never does.
 */
export const settled = async (server: ServerProcess): Promise<void> => {
  for (let tries = 0; tries < 30; tries += 1) {
    const before = server.residentMb()
    await setTimeout(1000)
    if (Math.abs(server.residentMb() - before) < 1) return
  }
  throw new Error('the memory of a server without requests does not stand still')
}

/**
 * Until a server has nothing to do of its own accord: what filling it leaves to be done (its copy of the cases for
 * searches, their index) is done. Rejects if it does not rest within so many minutes.
 */
export const idle = async (server: ServerProcess, minutes = 15): Promise<void> => {
  for (let tries = 0; tries < 60 * minutes; tries += 1) {
    const before = server.cpuSeconds()
    await setTimeout(1000)
    if (server.cpuSeconds() - before < 0.05) return
  }
  throw new Error('a server without requests does not rest')
}

const listeningPort = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8')
    child.stdout?.on('data', (chunk: string) => {
      text += chunk
      const match = /https?:\/\/[^\s:]+:(\d+)/.exec(text)
      if (match !== null) resolve(Number(match[1]))
    })
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)))
  })

const ticksPerSecond = 100

const cpuSeconds = (pid: number): number => {
  if (!existsSync('/proc/self/stat')) return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const residentMb = (pid: number): number => {
  if (!existsSync('/proc/self/status')) return Number.NaN
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(match?.[1]) / 1024
}
