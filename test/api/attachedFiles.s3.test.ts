// Attached files in a bucket: the same operations through the official SDK, and URLs that are S3's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { fileBytes, program } from '../support/file-bytes.ts'
import { eventually, expectReason, fileSetting, put } from '../support/file-setting.ts'
import { type S3Receiver, s3Keys, startS3 } from '../support/s3-receiver.ts'

// Where the SDK finds them by itself.
process.env.AWS_ACCESS_KEY_ID = s3Keys.accessKeyId
process.env.AWS_SECRET_ACCESS_KEY = s3Keys.secretAccessKey

const pdf = fileBytes.pdf as Buffer

const inBucket = (s3: S3Receiver, options = {}) =>
  fileSetting(
    {
      files: 's3://bucket.of-files/some/prefix/',
      'files-endpoint': s3.endpoint,
      'files-region': 'eu-central-1',
    },
    options,
  )

test('[B-1037] a file goes to the bucket and comes from there, by presigned URLs', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3)
  const { start, complete, get, lying } = setting
  const file = await start('Größe.pdf', pdf.length)
  assert.ok(
    file.url.startsWith(`${s3.endpoint}/bucket.of-files/some/prefix/incoming/${file.FileId}?`),
  )
  assert.deepEqual(file.headers, { 'Content-Type': 'application/pdf' })
  assert.equal((await put(file, pdf)).status, 200)
  await complete(file)
  const { FileStatus, DownloadUrlMetadata } = await get(file)
  assert.equal(FileStatus, 'APPROVED')
  const url = DownloadUrlMetadata?.Url ?? ''
  assert.ok(url.startsWith(`${s3.endpoint}/bucket.of-files/some/prefix/files/${file.FileId}?`))
  const download = await fetch(url)
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), pdf)
  assert.equal(download.headers.get('content-type'), 'application/pdf')
  assert.match(download.headers.get('content-disposition') ?? '', /^attachment; .*Gr%C3%B6%C3%9Fe/)
  await eventually(() => s3.objects.size === 1)
  assert.deepEqual([...s3.objects.keys()], [`some/prefix/files/${file.FileId}`])
  assert.deepEqual(lying(), [])
})

test('[B-1037] S3 itself refuses what was not announced, and other URLs', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3)
  const { start, attach, urlOf } = setting
  const file = await start('a.pdf', pdf.length)
  const wrong = [
    put(file, Buffer.concat([pdf, pdf])),
    put({ ...file, headers: { 'Content-Type': 'text/html' } }, pdf),
    put({ ...file, url: file.url.replace('/incoming/', '/files/') }, pdf),
    put({ ...file, url: file.url.replace(/Expires=\d+/, 'Expires=9999') }, pdf),
  ]
  for (const { status } of await Promise.all(wrong)) assert.equal(status, 403)
  assert.equal(s3.objects.size, 0)
  const url = await urlOf(await attach('b.pdf'))
  assert.equal((await fetch(url, { method: 'PUT', body: 'x' })).status, 403)
})

test('[B-1037] bytes that are sent after the completion change nothing', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3)
  const { attach, urlOf } = setting
  const file = await attach('a.pdf')
  const later = Buffer.alloc(pdf.length, 'x')
  assert.equal((await put(file, later)).status, 200)
  const download = await fetch(await urlOf(file))
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), pdf)
})

test('[B-1012] [B-1037] bytes in a bucket are held against what was announced', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3)
  const { attach, sendFile, complete, statusOf, start } = setting
  for (const [extension, bytes] of Object.entries(fileBytes)) {
    assert.equal(await statusOf(await attach(`a.${extension}`, bytes)), 'APPROVED', extension)
  }
  const wrong = await sendFile('a.docx', program)
  await expectReason(complete(wrong), 'INVALID_FILE_TYPE')
  await expectReason(complete(wrong), 'INVALID_FILE_TYPE')
  const short = await start('a.pdf', pdf.length)
  s3.objects.set(`some/prefix/incoming/${short.FileId}`, pdf.subarray(1))
  await expectReason(complete(short), 'INVALID_FILE_SIZE')
  await expectError(complete(await start('a.pdf', 1)), 'InvalidRequestException', /No bytes/)
  await eventually(() => s3.objects.size === Object.keys(fileBytes).length)
})

test('[B-1032] [B-1033] [B-1037] what is deleted goes from the bucket', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3)
  const { cases, connect, domainId, caseId, at, attach, sendFile } = setting
  const [one, two] = [await attach('a.pdf'), await attach('b.pdf')]
  const waiting = await sendFile('c.pdf')
  await eventually(() => s3.objects.size === 3)
  await connect.deleteAttachedFile({ ...at, FileId: one.FileId })
  const prefix = 'some/prefix'
  const left = [`${prefix}/files/${two.FileId}`, `${prefix}/incoming/${waiting.FileId}`]
  await eventually(() => s3.objects.size === 2)
  assert.deepEqual([...s3.objects.keys()].sort(), left.sort())
  await cases.deleteCase({ domainId, caseId })
  await eventually(() => s3.objects.size === 0)
})

test('[B-1031] [B-1037] an upload that nobody completes goes from the bucket', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3)
  await setting.sendFile('a.pdf')
  assert.equal(s3.objects.size, 1)
  setting.clock.advanceWall(3_600_000 + 301_000)
  await eventually(() => s3.objects.size === 0)
})

test('[B-1037] while the bucket does not answer, nothing is approved, and then it is', async () => {
  await using s3 = await startS3('bucket.of-files')
  await using setting = await inBucket(s3, { defectsExpected: true })
  const { sendFile, complete, statusOf, connect, at } = setting
  const file = await sendFile('a.pdf')
  const gone = await sendFile('b.pdf')
  for (const status of [503, 403]) {
    s3.failing = status
    await expectError(complete(file), 'InternalServiceException', /does not answer/)
    assert.equal(await statusOf(file), 'PROCESSING')
  }
  await connect.deleteAttachedFile({ ...at, FileId: gone.FileId })
  s3.failing = undefined
  await complete(file)
  assert.equal(await statusOf(file), 'APPROVED')
  await eventually(() => s3.objects.size === 1)
})
