// Everything that can be done to files, by many at once: uploads that overtake each other, completions, downloads and
// deletions of the same files. Nothing fails on our side, and at the end there lie the bytes of the approved files
// and no others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Chance, chanceOf } from '../sim/chance.ts'
import {
  eventually,
  type FileSetting,
  fileSetting,
  put,
  type Started,
} from '../support/file-setting.ts'

const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const contents = ['a', 'b', 'c'].map((letter) => Buffer.from(letter.repeat(50_000)))
const size = 50_000

/** Whether the server did what it should: refused, or did it. */
const harmless = async (call: Promise<unknown>): Promise<void> => {
  await call.catch((error) => {
    const status = error.$metadata?.httpStatusCode
    assert.ok(status >= 400 && status < 500, `${error}`)
  })
}

const step = async (setting: FileSetting, chance: Chance, files: Started[]): Promise<void> => {
  const { connect, at, start, complete, get } = setting
  const file = files[chance.below(files.length)]
  const kind = chance.below(12)
  if (file === undefined || kind === 0) {
    if (files.length < 6) files.push(await start('a.txt', size))
  } else if (kind < 5) {
    const { status, text } = await put(file, contents[chance.below(3)] as Buffer)
    assert.ok([200, 404, 409].includes(status), `${status} ${text}`)
  } else if (kind < 8) {
    await harmless(complete(file))
  } else if (kind < 11) {
    const found = await get(file).catch(() => undefined)
    const url = found?.DownloadUrlMetadata?.Url
    if (url === undefined) return
    const download = await fetch(url)
    assert.ok([200, 404].includes(download.status), `${download.status}`)
    const bytes = Buffer.from(await download.arrayBuffer())
    if (download.status === 200) assert.ok(contents.some((content) => content.equals(bytes)))
  } else {
    await harmless(connect.deleteAttachedFile({ ...at, FileId: file.FileId }))
    const index = files.indexOf(file)
    if (index >= 0) files.splice(index, 1)
  }
}

test(`[B-1022] [B-1030] [B-1032] whatever many do at once, there lies what is approved (seed ${seed})`, async () => {
  const chance = chanceOf(seed)
  await using setting = await fileSetting()
  const { connect, at, lying, server } = setting
  const files: Started[] = []
  const work = async (own: Chance) => {
    for (let count = 0; count < 60; count += 1) await step(setting, own, files)
  }
  await Promise.all(Array.from({ length: 6 }, () => work(chanceOf(chance.below(2 ** 31)))))
  const blobs = new Set<string>()
  for (const { FileId } of files) {
    const { file } = await server.store.load({ file: { query: 'fileById', takes: { id: FileId } } })
    const blob = file?.attachment?.blob
    if (blob === undefined) await connect.deleteAttachedFile({ ...at, FileId })
    else blobs.add(`sha256/${blob.slice(0, 2)}/${blob}`)
  }
  await eventually(() => JSON.stringify(lying()) === JSON.stringify([...blobs].sort()))
})
