// Backups with attached files in them.
import assert from 'node:assert/strict'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { holdOffCopies } from '../../src/files/open.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { connectWith } from '../support/connect.ts'
import { eventually, fileSetting, filesBelow } from '../support/file-setting.ts'
import { runProgram, temporaryFolder } from '../support/program.ts'

const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3_000_000, 'x')])

/** A server with two different files, one of them attached twice, and an upload that is not complete. */
const withFiles = async () => {
  const setting = await fileSetting()
  const [pdf, text] = [await setting.attach('a.pdf', large), await setting.attach('b.txt')]
  await setting.attach('c.txt')
  const waiting = await setting.sendFile('d.png')
  await eventually(() => setting.lying().length === 3)
  return { ...setting, pdf, text, waiting }
}

test('[B-1034] a backup has the files, and restore gives them back', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'backup')
  const copy = join(folder.path, 'copy')
  await using setting = await withFiles()
  const { data, at, pdf, text, waiting, lying } = setting
  const made = await runProgram(['backup', file, '--data', data])
  assert.deepEqual([made.code, made.stdout], [0, `backed up to ${file}\n`], made.stderr)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const restored = await runProgram(['restore', file, '--data', copy])
  assert.equal(restored.code, 0, restored.stderr)
  const kept = lying().filter((name) => name.startsWith('sha256'))
  assert.deepEqual(filesBelow(join(copy, 'files')), kept)
  for (const name of kept) {
    assert.equal(statSync(join(copy, 'files', name)).mode & 0o777, 0o600)
  }
  const verified = await runProgram(['verify', '--data', copy])
  assert.equal(verified.stdout, '1 cases, 1 audit events, 0 faults\n')
  const config = readConfig({ data: copy, port: '0' })
  const server = await startServer(config, createLog('error'))
  try {
    const connect = connectWith({ server, config, endpoint: server.endpoint })
    const get = (FileId: string) => connect.getAttachedFile({ ...at, FileId })
    for (const [id, bytes] of [
      [pdf.FileId, large],
      [text.FileId, Buffer.from('A text in Latin-1: gr\xfc\xdfe\r\n', 'latin1')],
    ] as const) {
      const { DownloadUrlMetadata } = await get(id)
      const download = await fetch(DownloadUrlMetadata?.Url ?? '')
      assert.deepEqual(Buffer.from(await download.arrayBuffer()), bytes)
    }
    assert.equal((await get(waiting.FileId)).FileStatus, 'PROCESSING')
    connect.destroy()
  } finally {
    await server.close()
  }
})

test('[B-1034] while a backup is made no file goes', async () => {
  await using setting = await withFiles()
  const { connect, at, data, pdf, lying, clock } = setting
  let letGo: (() => void) | undefined
  await eventually(() => {
    letGo = holdOffCopies(data)
    return letGo !== undefined
  })
  await connect.deleteAttachedFile({ ...at, FileId: pdf.FileId })
  await clock.sleep(2500)
  assert.equal(lying().length, 3)
  letGo?.()
  await eventually(() => lying().length === 2)
})

test('[B-832] [B-1034] what is missing or damaged is named, and the rest is backed up', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'backup')
  const copy = join(folder.path, 'copy')
  await using setting = await withFiles()
  const { data, lying } = setting
  const [, , third = ''] = lying()
  const names = lying().filter((name) => name.startsWith('sha256'))
  assert.ok(third)
  const [one = '', two = ''] = names
  appendFileSync(join(data, 'files', one), 'x')
  const damaged = await runProgram(['backup', file, '--data', data])
  assert.equal(damaged.code, 1)
  assert.equal(damaged.stdout, `backed up to ${file}, without the bytes of 1 attached files\n`)
  assert.equal(damaged.stderr, `missing or damaged: files/sha256/${one.split('/').at(-1)}\n`)
  const verified = await runProgram(['verify', '--data', data])
  assert.equal(verified.code, 1)
  const fault = `attached file ${one.split('/').at(-1)}: its bytes are missing or damaged`
  assert.equal(verified.stdout, `${fault}\n1 cases, 1 audit events, 1 faults\n`)
  assert.equal((await runProgram(['restore', file, '--data', copy])).code, 0)
  assert.deepEqual(filesBelow(join(copy, 'files')), [two])
  for (const name of names) rmSync(join(data, 'files', name))
  const missing = await runProgram(['backup', join(folder.path, 'second'), '--data', data])
  assert.match(missing.stdout, /without the bytes of 2 attached files\n$/)
})

test('[B-1034] a backup that is damaged or cut off is not restored', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'backup')
  const copy = join(folder.path, 'copy')
  await using setting = await withFiles()
  assert.equal((await runProgram(['backup', file, '--data', setting.data])).code, 0)
  const whole = readFileSync(file)
  const restore = () => runProgram(['restore', file, '--data', copy])
  const refuse = async (message: RegExp) => {
    const { code, stderr } = await restore()
    assert.equal(code, 1)
    assert.match(stderr, message)
    assert.deepEqual(existsSync(copy) ? readdirSync(copy) : [], [])
  }
  const altered = Buffer.from(whole)
  altered.write('y', whole.indexOf('xxxx') + 1000)
  writeFileSync(file, altered)
  await refuse(/is damaged: a file in it is not whole\.\n$/)
  writeFileSync(file, whole)
  for (const bytes of [1, 100, 1_000_000, 3_000_100]) {
    truncateSync(file, whole.length - bytes)
    await refuse(/is not a backup of OpenCases, or not a whole one\.\n$/)
  }
  writeFileSync(file, whole)
  assert.equal((await restore()).code, 0)
})
