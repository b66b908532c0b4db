// Disks that are full, and that are no longer written to, under a running server. A limit on the size of its files
// (`prlimit`) needs no rights; a file system of its own needs root and is tried with `FAULTS=full`.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Program, runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { strain } from './strain.ts'

const prlimit = '/usr/bin/prlimit'
const noLimits = !existsSync(prlimit) && 'there is no prlimit here to limit the size of files'

const limitFiles = ({ child }: Program, bytes: number | 'unlimited') =>
  execFileSync(prlimit, ['--pid', `${child.pid}`, `--fsize=${bytes}:unlimited`])

test('[B-711] [B-712] files that may grow no further: told, read on, and writes go on after it', {
  skip: noLimits,
}, async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  await strain({
    data,
    shrink: (server) => {
      const sizes = ['', '-wal'].map((end) => statSync(join(data, `opencases.db${end}`)).size)
      limitFiles(server, Math.max(...sizes) + 400_000)
    },
    relieve: (server) => limitFiles(server, 'unlimited'),
  })
})

const full = process.env.FAULTS === 'full'
const skip = process.getuid?.() !== 0 && 'only root may mount a file system'

/** A file system in memory, as small as is asked for, that goes away with its scope. */
const mounted = (options: string) => {
  const folder = temporaryFolder()
  const path = join(folder.path, 'disk')
  mkdirSync(path)
  const mount = (given: string) =>
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', given, 'opencases-test', path])
  mount(options)
  return {
    path,
    remount: (given: string) => mount(`remount,${given}`),
    [Symbol.dispose]: () => {
      execFileSync('/usr/bin/umount', [path])
      folder[Symbol.dispose]()
    },
  }
}

if (full) {
  test('[B-711] a disk without room: told, read on, and writes go on when there is room', {
    skip,
  }, async () => {
    using disk = mounted('size=4m')
    await strain({
      data: join(disk.path, 'data'),
      shrink: () => undefined,
      relieve: () => disk.remount('size=64m'),
    })
  })

  test('[B-711] a server does not start without room, and does when there is some', {
    skip,
  }, async () => {
    using disk = mounted('size=64k')
    const data = join(disk.path, 'data')
    const { code, stderr } = await runProgram(['serve', '--port', '0', '--data', data])
    assert.equal(code, 1)
    assert.equal(stderr, `opencases: The data folder ${data} has no room left.\n`)
    disk.remount('size=16m')
    await using server = await startProgram(['--data', data])
    server.child.kill('SIGTERM')
    assert.equal((await server.ended).code, 0)
  })

  test('[B-712] a disk that may only be read ends the start with a sentence', {
    skip,
  }, async () => {
    using disk = mounted('size=16m')
    const data = join(disk.path, 'data')
    {
      await using server = await startProgram(['--data', data])
      server.child.kill('SIGTERM')
      assert.equal((await server.ended).code, 0)
    }
    disk.remount('ro')
    const { code, stderr } = await runProgram(['serve', '--port', '0', '--data', data])
    assert.equal(code, 1)
    assert.equal(stderr, `opencases: ${data} cannot be written: the file system is read-only.\n`)
    disk.remount('rw')
    await using server = await startProgram(['--data', data])
    assert.ok(server.endpoint)
  })
}
