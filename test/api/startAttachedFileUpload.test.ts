// StartAttachedFileUpload through the official SDK, and the upload that follows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { instanceInput } from '../support/connect.ts'
import { expectError } from '../support/errors.ts'
import { fileBytes } from '../support/file-bytes.ts'
import { expectReason, fileSetting, put, tie } from '../support/file-setting.ts'

const announced = { FileName: 'a.pdf', FileSizeInBytes: 1, FileUseCaseType: 'ATTACHMENT' } as const

test('[B-1000] a file is announced, sent, completed, and given back as it was', async () => {
  await using setting = await fileSetting()
  const { connect, at, start, complete, get } = setting
  const bytes = fileBytes.png as Buffer
  const answer = await connect.startAttachedFileUpload({
    ...at,
    ...announced,
    FileName: 'Lampe “außen”.png',
    FileSizeInBytes: bytes.length,
    Tags: { team: 'red' },
  })
  const { FileId = '', FileArn } = answer
  assert.equal(
    FileArn,
    `arn:aws:connect:us-east-1:000000000000:instance/${at.InstanceId}/file/${FileId}`,
  )
  assert.equal(answer.FileStatus, 'PROCESSING')
  const { Url = '', UrlExpiry = '', HeadersToInclude } = answer.UploadUrlMetadata ?? {}
  assert.deepEqual(HeadersToInclude, { 'Content-Type': 'image/png' })
  const leftMs = Date.parse(UrlExpiry) - Date.now()
  assert.ok(leftMs > 290_000 && leftMs <= 300_000, `${leftMs} ms`)
  const before = await get({ FileId })
  assert.equal(before.FileStatus, 'PROCESSING')
  assert.equal(before.DownloadUrlMetadata, undefined)
  assert.equal((await put({ url: Url, headers: HeadersToInclude ?? {} }, bytes)).status, 200)
  await complete({ FileId })
  const { $metadata: _, DownloadUrlMetadata, ...after } = await get({ FileId })
  assert.deepEqual(after, {
    FileArn,
    FileId,
    CreationTime: answer.CreationTime,
    FileStatus: 'APPROVED',
    FileName: 'Lampe “außen”.png',
    FileSizeInBytes: bytes.length,
    AssociatedResourceArn: setting.arn,
    FileUseCaseType: 'ATTACHMENT',
    CreatedBy: { AWSIdentityArn: 'arn:aws:iam::000000000000:root' },
    Tags: { team: 'red' },
  })
  const download = await fetch(DownloadUrlMetadata?.Url ?? '')
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), bytes)
  const other = await start('b.png', bytes.length)
  assert.notEqual(other.FileId, FileId)
})

test('[B-1001] a file is attached to a case that exists', async () => {
  await using setting = await fileSetting()
  const { connect, at, arn, caseId, domainId } = setting
  const wrong = [
    arn.replace(caseId, nowhere),
    arn.replace(domainId, nowhere),
    arn.replace('us-east-1', 'eu-west-1'),
    `${arn}/related-item/${nowhere}`,
    arn.replace(/\/case\/.*/, ''),
    caseId,
    `arn:aws:connect:us-east-1:000000000000:instance/${at.InstanceId}/contact/${nowhere}`,
    '',
  ]
  for (const AssociatedResourceArn of wrong) {
    const call = connect.startAttachedFileUpload({ ...at, ...announced, AssociatedResourceArn })
    await expectError(call, 'InvalidRequestException', `Case not found: ${AssociatedResourceArn}`)
  }
  const second = await connect.createInstance(instanceInput('second'))
  const elsewhere = { ...at, ...announced, InstanceId: second.Id ?? '' }
  await expectError(
    connect.startAttachedFileUpload(elsewhere),
    'InvalidRequestException',
    `Case not found: ${arn}`,
  )
  await tie(connect, elsewhere.InstanceId, setting.domain.domainArn ?? '')
  assert.ok((await connect.startAttachedFileUpload(elsewhere)).FileId)
  for (const InstanceId of [nowhere, 'x']) {
    const call = connect.startAttachedFileUpload({ ...at, ...announced, InstanceId })
    await expectError(call, 'InvalidRequestException', `Instance not found: ${InstanceId}`)
  }
})

test('[B-1002] the model is checked, and only attachments are taken', async () => {
  await using setting = await fileSetting()
  const { connect, at, start } = setting
  const refuse = async (more: object) => {
    const call = connect.startAttachedFileUpload({ ...at, ...announced, ...more })
    await expectError(call, 'InvalidRequestException')
  }
  for (const UrlExpiryInSeconds of [4, 301]) await refuse({ UrlExpiryInSeconds })
  for (const FileUseCaseType of ['VOICE_RECORDING', 'EMAIL_MESSAGE', 'x'])
    await refuse({ FileUseCaseType })
  for (const FileName of ['', 'a\tb.pdf', `${'x'.repeat(253)}.pdf`]) await refuse({ FileName })
  for (const FileSizeInBytes of [0, -1]) await refuse({ FileSizeInBytes })
  await refuse({ Tags: { 'aws:team': 'red' } })
  const { FileId } = await start(`${'x'.repeat(252)}.pdf`, 1, { UrlExpiryInSeconds: 5 })
  assert.ok(FileId)
})

test('[B-1003] a file is created by the user that is named, else by the principal', async () => {
  await using setting = await fileSetting()
  const { start, get, as, at } = setting
  const ConnectUserArn = `arn:aws:connect:us-east-1:000000000000:instance/${at.InstanceId}/agent/u`
  const named = await start('a.pdf', 1, { CreatedBy: { ConnectUserArn } })
  assert.deepEqual((await get(named)).CreatedBy, { ConnectUserArn })
  const client = await as({ Effect: 'Allow', Action: 'connect:*', Resource: '*' })
  const { CreatedBy } = await client.startAttachedFileUpload({ ...at, ...announced })
  assert.deepEqual(CreatedBy, { AWSIdentityArn: 'arn:aws:iam::000000000000:user/user-1' })
  const forged = start('a.pdf', 1, { CreatedBy: { AWSIdentityArn: 'arn:aws:iam::1:root' } })
  await expectError(forged, 'InvalidRequestException')
})

test('[B-1004] a client token gives the same file again, with a URL that works', async () => {
  await using setting = await fileSetting()
  const { start, complete, statusOf } = setting
  const bytes = fileBytes.pdf as Buffer
  const again = { ClientToken: 'token' }
  const first = await start('a.pdf', bytes.length, again)
  const second = await start('a.pdf', bytes.length, again)
  assert.equal(second.FileId, first.FileId)
  assert.notEqual((await start('a.pdf', bytes.length)).FileId, first.FileId)
  assert.equal((await put(second, bytes)).status, 200)
  await complete(second)
  assert.equal(await statusOf(first), 'APPROVED')
  await expectError(start('b.pdf', bytes.length, again), 'InvalidRequestException', /token/)
})

test('[B-1005] a case has so many files, rejected ones not counted', async () => {
  await using setting = await fileSetting({ quotas: 'filesPerCase=2' })
  const { start, sendFile, complete, attach, newCase } = setting
  await attach('a.pdf')
  const rejected = await sendFile('b.pdf', fileBytes.png)
  const full = await expectError(start('c.pdf', 1), 'ServiceQuotaExceededException', /files/)
  const reason = { AttachedFileServiceQuotaExceededExceptionReason: 'TOTAL_FILE_COUNT_EXCEEDED' }
  assert.deepEqual((full as { Reason?: object }).Reason, reason)
  await expectReason(complete(rejected), 'INVALID_FILE_TYPE')
  await start('c.pdf', 1)
  await expectError(start('d.pdf', 1), 'ServiceQuotaExceededException')
  await start('d.pdf', 1, (await newCase()).at)
})

test('[B-1010] what breaks the rules of the instance is refused with AWS’s reason', async () => {
  await using setting = await fileSetting()
  const { connect, at, start } = setting
  await start('a.pdf', 20_971_520)
  await expectReason(start('a.pdf', 20_971_521), 'INVALID_FILE_SIZE')
  for (const extension of Object.keys(fileBytes)) await start(`a.${extension.toUpperCase()}`, 1)
  const wrong = ['a.exe', 'a', 'a.', '.pdf', 'a.pdf.zip', 'a.constructor', 'a.pdf ']
  for (const name of wrong.slice(0, -1)) await expectReason(start(name, 1), 'INVALID_FILE_TYPE')
  await connect.updateAttachedFilesConfiguration({
    InstanceId: at.InstanceId,
    AttachmentScope: 'CASE',
    MaximumSizeLimitInBytes: 10,
    ExtensionConfiguration: { AllowedExtensions: [{ Extension: 'ABC' }] },
  })
  await start('a.abc', 10)
  await expectReason(start('a.abc', 11), 'INVALID_FILE_SIZE')
  await expectReason(start('a.pdf', 1), 'INVALID_FILE_TYPE')
})

test('[B-1011] a name is that of a file, and not of a path', async () => {
  await using setting = await fileSetting()
  for (const name of ['../a.pdf', 'a\\b.pdf', ' a.pdf', 'a.pdf ', '/a.pdf']) {
    await expectReason(setting.start(name, 1), 'INVALID_FILE_NAME')
  }
  await setting.start('größer … “so”.pdf', 1)
})

test('[B-1006] it needs connect:StartAttachedFileUpload on the instance’s files', async () => {
  await using setting = await fileSetting()
  const { at, as, arn } = setting
  const Action = 'connect:StartAttachedFileUpload'
  const files = `arn:aws:connect:us-east-1:000000000000:instance/${at.InstanceId}/file/*`
  const ConnectUserArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/u'
  const more = { Tags: { team: 'red' }, CreatedBy: { ConnectUserArn } }
  const may = async (statement: object) => {
    const client = await as({ Effect: 'Allow', Action, Resource: files, ...statement })
    return client.startAttachedFileUpload({ ...at, ...announced, ...more })
  }
  const when = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } })
  const allowed = [
    {},
    when('aws:RequestTag/team', 'red'),
    when('connect:UserArn', ConnectUserArn),
    when('connect:InstanceId', at.InstanceId),
  ]
  for (const statement of allowed) assert.ok((await may(statement)).FileId)
  const denied = [
    { Action: 'cases:*' },
    { Action: 'connect:CompleteAttachedFileUpload' },
    { Resource: files.replace(at.InstanceId, nowhere) },
    { Resource: arn },
    when('aws:RequestTag/team', 'blue'),
    when('connect:InstanceId', nowhere),
  ]
  for (const statement of denied) await expectError(may(statement), 'AccessDeniedException')
  const unknown = await as({ Effect: 'Allow', Action: 'connect:GetAttachedFile', Resource: '*' })
  const call = unknown.startAttachedFileUpload({ ...at, ...announced, InstanceId: nowhere })
  await expectError(call, 'AccessDeniedException')
})
