// CompleteAttachedFileUpload through the official SDK: what the bytes are held against.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { fileBytes, ole, program, zipOf } from '../support/file-bytes.ts'
import { eventually, expectReason, fileSetting, tie } from '../support/file-setting.ts'

test('[B-1012] [B-1013] a file of each type is approved', async () => {
  await using setting = await fileSetting()
  const { attach, statusOf } = setting
  const more = {
    docx: ole,
    pdf: Buffer.concat([Buffer.from('#!/usr/bin/env reader\n'), fileBytes.pdf as Buffer]),
    txt: Buffer.from('\ufeffUTF-16', 'utf16le'),
    mp4: Buffer.from('\0\0\0\x18ftypM4V \0\0\0\x01', 'latin1'),
    mov: Buffer.from('\0\0\0\x08wide\0\0\0\x10mdat', 'latin1'),
    xlsx: Buffer.concat([zipOf('[Content_Types].xml', 'xl/workbook.xml')]),
  }
  for (const [extension, bytes] of [...Object.entries(fileBytes), ...Object.entries(more)]) {
    const file = await attach(`a.${extension}`, bytes)
    assert.equal(await statusOf(file), 'APPROVED', extension)
  }
})

test('[B-1012] [B-1013] what is not what its name says is rejected, and its bytes go', async () => {
  await using setting = await fileSetting()
  const { sendFile, complete, get, lying } = setting
  const wrong: readonly (readonly [string, Buffer])[] = [
    ...Object.keys(fileBytes).map((extension) => [`a.${extension}`, program] as const),
    ['a.jpg', fileBytes.png as Buffer],
    ['a.pdf', fileBytes.docx as Buffer],
    ['a.docx', fileBytes.xlsx as Buffer],
    ['a.docx', zipOf('word/document.xml')],
    ['a.docx', Buffer.from('PK\x03\x04 and no directory')],
    ['a.txt', fileBytes.pdf as Buffer],
    ['a.csv', fileBytes.rtf as Buffer],
    ['a.csv', Buffer.from('a,b\0c\n')],
    ['a.mp4', fileBytes.heic as Buffer],
    ['a.wav', Buffer.from('RIFF\x24\0\0\0AVI fmt ')],
  ]
  for (const [name, bytes] of wrong) {
    const file = await sendFile(name, bytes)
    for (const _ of [1, 2]) await expectReason(complete(file), 'INVALID_FILE_TYPE')
    const { FileStatus, DownloadUrlMetadata } = await get(file)
    assert.deepEqual([FileStatus, DownloadUrlMetadata], ['REJECTED', undefined], name)
  }
  await eventually(() => lying().length === 0)
})

test('[B-1013] an extension that is allowed and that nobody knows is believed', async () => {
  await using setting = await fileSetting()
  const { connect, at, attach, statusOf } = setting
  await connect.updateAttachedFilesConfiguration({
    InstanceId: at.InstanceId,
    AttachmentScope: 'CASE',
    ExtensionConfiguration: { AllowedExtensions: [{ Extension: 'xyz' }] },
  })
  assert.equal(await statusOf(await attach('a.xyz', program)), 'APPROVED')
})

test('[B-1012] a rejected file is told of for 24 hours', async () => {
  await using setting = await fileSetting()
  const { sendFile, complete, clock, server } = setting
  const file = await sendFile('a.pdf', program)
  await expectReason(complete(file), 'INVALID_FILE_TYPE')
  const known = async () => {
    const takes = { arn: file.FileArn }
    const { row } = await server.store.load({ row: { query: 'fileByArn', takes } })
    return row !== undefined
  }
  clock.advanceWall(24 * 3_600_000 - 60_000)
  await clock.sleep(1500)
  assert.equal(await known(), true)
  clock.advanceWall(120_000)
  await eventually(async () => !(await known()))
})

test('[B-1031] an upload that nobody completes goes an hour after its URL', async () => {
  await using setting = await fileSetting()
  const { sendFile, start, clock, lying, server } = setting
  const files = [await sendFile('a.pdf'), await start('b.pdf', 1)]
  const left = async () => {
    const arns = files.map(({ FileArn }) => FileArn)
    const { rows } = await server.store.load({ rows: { query: 'filesByArns', takes: { arns } } })
    return rows.length
  }
  clock.advanceWall(3_600_000 + 200_000)
  await clock.sleep(1500)
  assert.deepEqual([await left(), lying().length], [2, 1])
  clock.advanceWall(110_000)
  await eventually(async () => (await left()) === 0 && lying().length === 0)
})

test('[B-1014] completing wants bytes, and may be repeated', async () => {
  await using setting = await fileSetting()
  const { start, sendFile, complete, statusOf } = setting
  const empty = await start('a.pdf', 10)
  await expectError(complete(empty), 'InvalidRequestException', /No bytes/)
  assert.equal(await statusOf(empty), 'PROCESSING')
  const file = await sendFile('a.pdf')
  for (const _ of [1, 2, 3]) await complete(file)
  assert.equal(await statusOf(file), 'APPROVED')
  const together = await sendFile('b.pdf')
  await Promise.all([1, 2, 3, 4].map(() => complete(together)))
  assert.equal(await statusOf(together), 'APPROVED')
})

test('[B-1007] a file belongs to its case and its instance', async () => {
  await using setting = await fileSetting()
  const { connect, sendFile, complete, newCase, at, statusOf } = setting
  const file = await sendFile('a.pdf')
  const other = await newCase()
  const second = await connect.createInstance({
    IdentityManagementType: 'CONNECT_MANAGED',
    InstanceAlias: 'other',
    InboundCallsEnabled: true,
    OutboundCallsEnabled: true,
  })
  await tie(connect, second.Id ?? '', setting.domain.domainArn)
  const wrong = [
    [file.FileId, other.at, 'File'],
    [file.FileId, { ...at, InstanceId: second.Id ?? '' }, 'File'],
    [file.FileId, { ...at, InstanceId: nowhere }, 'Instance'],
    [file.FileId, { ...at, AssociatedResourceArn: at.InstanceId }, 'Case'],
    [nowhere, at, 'File'],
    ['../x', at, 'File'],
  ] as const
  for (const [FileId, place, what] of wrong) {
    const message = new RegExp(`^${what} not found`)
    await expectError(complete({ FileId }, place), 'ResourceNotFoundException', message)
  }
  assert.equal(await statusOf(file), 'PROCESSING')
  await complete({ FileId: file.FileArn })
  assert.equal(await statusOf(file), 'APPROVED')
})

test('[B-1006] it needs connect:CompleteAttachedFileUpload on the file, by ARN or tags', async () => {
  await using setting = await fileSetting()
  const { at, as, start, statusOf } = setting
  const file = await start('a.pdf', 1, { Tags: { team: 'red' } })
  const may = async (statement: object, FileId = file.FileId) => {
    const Action = 'connect:CompleteAttachedFileUpload'
    const client = await as({ Effect: 'Allow', Action, Resource: '*', ...statement })
    return client.completeAttachedFileUpload({ ...at, FileId })
  }
  const tagged = (team: string) => ({
    Condition: { StringEquals: { 'aws:ResourceTag/team': team } },
  })
  // Nothing has been sent: whoever is told so may call.
  for (const statement of [{}, { Resource: file.FileArn }, tagged('red')]) {
    await expectError(may(statement), 'InvalidRequestException', /No bytes/)
  }
  const denied = [
    { Action: 'connect:GetAttachedFile' },
    { Resource: `${file.FileArn}x` },
    tagged('blue'),
  ]
  for (const statement of denied) await expectError(may(statement), 'AccessDeniedException')
  await expectError(may(tagged('red'), nowhere), 'AccessDeniedException')
  assert.equal(await statusOf(file), 'PROCESSING')
})
