// GetAttachedFile, BatchGetAttachedFileMetadata and DeleteAttachedFile through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { eventually, fileSetting, type Started } from '../support/file-setting.ts'

test('[B-1002] GetAttachedFile gives a URL for as long as is asked for', async () => {
  await using setting = await fileSetting()
  const { connect, at, attach } = setting
  const { FileId } = await attach('a.pdf')
  for (const UrlExpiryInSeconds of [5, 300, undefined]) {
    const from = Date.now()
    const { DownloadUrlMetadata } = await connect.getAttachedFile({
      ...at,
      FileId,
      ...(UrlExpiryInSeconds === undefined ? {} : { UrlExpiryInSeconds }),
    })
    const expiry = Date.parse(DownloadUrlMetadata?.UrlExpiry ?? '')
    const wantedMs = (UrlExpiryInSeconds ?? 300) * 1000
    // To the second.
    assert.ok(expiry > from + wantedMs - 1000 && expiry <= Date.now() + wantedMs, `${expiry}`)
  }
  const long = connect.getAttachedFile({ ...at, FileId, UrlExpiryInSeconds: 301 })
  await expectError(long, 'InvalidRequestException')
})

test('[B-1000] [B-1007] BatchGetAttachedFileMetadata tells of some, and what is not there', async () => {
  await using setting = await fileSetting()
  const { connect, at, attach, start, newCase } = setting
  const other = await newCase()
  const [pdf, waiting] = [await attach('a.pdf'), await start('b.png', 1)]
  const elsewhere = await attach('c.pdf', undefined, other.at)
  const FileIds = [waiting.FileId, nowhere, pdf.FileArn, elsewhere.FileId, 'x', waiting.FileId]
  const { Files, Errors } = await connect.batchGetAttachedFileMetadata({ ...at, FileIds })
  const told = Files?.map(({ FileId, FileStatus, FileName }) => [FileId, FileStatus, FileName])
  assert.deepEqual(told, [
    [waiting.FileId, 'PROCESSING', 'b.png'],
    [pdf.FileId, 'APPROVED', 'a.pdf'],
  ])
  assert.deepEqual(
    Errors?.map(({ FileId, ErrorCode }) => [FileId, ErrorCode]),
    [nowhere, elsewhere.FileId, 'x'].map((id) => [id, 'ResourceNotFoundException']),
  )
  const batch = (more: object) => connect.batchGetAttachedFileMetadata({ ...at, FileIds, ...more })
  const wrong = { AssociatedResourceArn: other.arn.replace(other.caseId, nowhere) }
  await expectError(batch(wrong), 'ResourceNotFoundException', /^Case/)
  await expectError(batch({ InstanceId: nowhere }), 'ResourceNotFoundException', /^Instance/)
  for (const ids of [[], Array.from({ length: 101 }, () => 'x')]) {
    await expectError(batch({ FileIds: ids }), 'InvalidRequestException')
  }
})

test('[B-1006] reading needs its action on each file', async () => {
  await using setting = await fileSetting()
  const { at, as, attach } = setting
  const [one, two] = [await attach('a.pdf'), await attach('b.pdf')]
  const Action = ['connect:GetAttachedFile', 'connect:BatchGetAttachedFileMetadata']
  const client = await as({ Effect: 'Allow', Action, Resource: one.FileArn })
  const get = (FileId: string) => client.getAttachedFile({ ...at, FileId })
  const batch = (...FileIds: string[]) => client.batchGetAttachedFileMetadata({ ...at, FileIds })
  assert.ok((await get(one.FileId)).DownloadUrlMetadata)
  assert.equal((await batch(one.FileId)).Files?.length, 1)
  for (const FileId of [two.FileId, nowhere]) {
    await expectError(get(FileId), 'AccessDeniedException', /connect:GetAttachedFile on/)
    await expectError(batch(one.FileId, FileId), 'AccessDeniedException')
  }
})

test('[B-1032] a deleted file is gone with its item and its bytes', async () => {
  await using setting = await fileSetting()
  const { cases, connect, domainId, caseId, at, attach, urlOf, get, lying } = setting
  const { FileId, FileArn } = await attach('a.pdf')
  const url = await urlOf({ FileId })
  const content = { file: { fileArn: FileArn } }
  await cases.createRelatedItem({ domainId, caseId, type: 'File', content })
  await eventually(() => lying().length === 1)
  await connect.deleteAttachedFile({ ...at, FileId })
  await expectError(get({ FileId }), 'ResourceNotFoundException', /^File/)
  assert.equal((await fetch(url)).status, 404)
  const items = await cases.searchRelatedItems({ domainId, caseId })
  assert.deepEqual(items.relatedItems, [])
  const { auditEvents } = await cases.getCaseAuditEvents({ domainId, caseId })
  const [event] = auditEvents ?? []
  assert.equal(event?.type, 'RelatedItem.Deleted')
  assert.deepEqual(event?.fields, [
    {
      eventFieldId: 'file.fileArn',
      oldValue: { stringValue: FileArn },
      newValue: { emptyValue: {} },
    },
  ])
  await eventually(() => lying().length === 0)
  const again = connect.deleteAttachedFile({ ...at, FileId })
  await expectError(again, 'ResourceNotFoundException')
})

test('[B-1030] [B-1032] equal files lie there once, until the last of them goes', async () => {
  await using setting = await fileSetting()
  const { connect, at, attach, urlOf, lying, newCase } = setting
  const other = await newCase()
  const [one, two] = [await attach('a.pdf'), await attach('b.pdf', undefined, other.at)]
  await eventually(() => lying().length === 1)
  await connect.deleteAttachedFile({ ...at, FileId: one.FileId })
  await eventually(async () => {
    const { left } = await setting.server.store.load({
      left: { query: 'abandonedFiles', takes: { limit: 1 } },
    })
    return left.length === 0
  })
  assert.equal(lying().length, 1)
  assert.equal((await fetch(await urlOf(two, other.at))).status, 200)
  await connect.deleteAttachedFile({ ...other.at, FileId: two.FileId })
  await eventually(() => lying().length === 0)
})

test('[B-1007] a file that lies elsewhere can be deleted, and that is all', async () => {
  await using setting = await fileSetting()
  const { cases, connect, domainId, caseId, arn, at, get } = setting
  const FileId = nowhere
  const fileArn = `arn:aws:connect:us-east-1:000000000000:instance/${at.InstanceId}/file/${FileId}`
  const known = { arn: fileArn, case: arn, name: 'far.pdf' }
  assert.equal((await setting.send('PUT', '/_opencases/files', known)).status, 200)
  const content = { file: { fileArn } }
  await cases.createRelatedItem({ domainId, caseId, type: 'File', content })
  await expectError(get({ FileId }), 'ResourceNotFoundException')
  await connect.deleteAttachedFile({ ...at, FileId })
  assert.deepEqual((await cases.searchRelatedItems({ domainId, caseId })).relatedItems, [])
})

test('[B-1006] DeleteAttachedFile needs its action on the file', async () => {
  await using setting = await fileSetting()
  const { at, as, attach, statusOf } = setting
  const file = await attach('a.pdf')
  const may = async (Resource: string, Action = 'connect:DeleteAttachedFile') => {
    const client = await as({ Effect: 'Allow', Action, Resource })
    return client.deleteAttachedFile({ ...at, FileId: file.FileId })
  }
  await expectError(may(`${file.FileArn}x`), 'AccessDeniedException')
  await expectError(may('*', 'connect:GetAttachedFile'), 'AccessDeniedException')
  assert.equal(await statusOf(file), 'APPROVED')
  await may(file.FileArn)
})

test('[B-1033] a deleted case, or domain, takes its files along', async () => {
  await using setting = await fileSetting()
  const { cases, domainId, caseId, attach, start, urlOf, newCase, lying } = setting
  const other = await newCase()
  const files: Started[] = [await attach('a.pdf'), await start('b.pdf', 1)]
  const kept = await attach('c.png', undefined, other.at)
  const urls = [await urlOf(files[0] as Started), await urlOf(kept, other.at)]
  await eventually(() => lying().length === 2)
  await cases.deleteCase({ domainId, caseId })
  assert.equal((await fetch(urls[0] as string)).status, 404)
  await eventually(() => lying().length === 1)
  assert.equal((await fetch(urls[1] as string)).status, 200)
  await cases.deleteDomain({ domainId })
  assert.equal((await fetch(urls[1] as string)).status, 404)
  await eventually(() => lying().length === 0)
})

test('[B-1038] a related item takes a file that is approved', async () => {
  await using setting = await fileSetting()
  const { cases, domainId, caseId, sendFile, complete, newCase } = setting
  const add = (fileArn: string, of = caseId) =>
    cases.createRelatedItem({
      domainId,
      caseId: of,
      type: 'File',
      content: { file: { fileArn } },
    })
  const file = await sendFile('a.pdf')
  await expectError(add(file.FileArn), 'ValidationException', /must be APPROVED; .* PROCESSING/)
  await complete(file)
  await expectError(add(file.FileArn, (await newCase()).caseId), 'ResourceNotFoundException')
  const { relatedItemId } = await add(file.FileArn)
  const input = { domainId, caseId, relatedItemId: relatedItemId ?? '' }
  await expectError(cases.deleteRelatedItem(input), 'ValidationException')
})

test('[B-1039] what was uploaded here is not put again', async () => {
  await using setting = await fileSetting()
  const { arn, attach, get } = setting
  const file = await attach('a.pdf')
  const known = { arn: file.FileArn, case: arn, name: 'b.pdf' }
  const { error } = await setting.send('PUT', '/_opencases/files', known)
  assert.equal(error, 'ValidationException')
  assert.equal((await get(file)).FileName, 'a.pdf')
})
