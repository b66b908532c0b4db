// PutContact and PutFile: the directory of what Amazon Connect would know.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactArn, fileArn, itemSetting } from '../support/items.ts'

test('[B-480] [B-481] [B-482] contacts and files are put by signed calls', async () => {
  await using setting = await itemSetting()
  const { server, caseArn } = setting
  const contact = {
    arn: contactArn,
    channel: 'CHAT',
    connectedToSystemTime: '2026-01-02T03:04:05Z',
  }
  const file = { arn: fileArn, case: caseArn, name: 'b.pdf' }
  const put = async (what: 'contacts' | 'files', body: object, options = {}) => {
    const { status, error } = await server.send('PUT', `/_opencases/${what}`, body, options)
    return error ?? status
  }
  assert.equal(await put('contacts', contact), 200)
  assert.equal(await put('files', file), 200)
  const invalid = 'ValidationException'
  assert.equal(await put('contacts', { ...contact, arn: fileArn }), invalid)
  assert.equal(await put('contacts', { ...contact, connectedToSystemTime: 'today' }), invalid)
  assert.equal(await put('files', { ...file, arn: contactArn }), invalid)
  const other = await setting.newCase()
  assert.equal(await put('files', { ...file, case: other.caseArn }), invalid)
  const missing = { ...file, case: `${caseArn}x` }
  assert.equal(await put('files', missing), 'ResourceNotFoundException')
  const Statement = [{ Effect: 'Allow', Action: 'cases:*', Resource: '*' }]
  const keys = await server.keyFor({ Version: '2012-10-17', Statement })
  assert.equal(await put('contacts', contact, { keys }), 'AccessDeniedException')
  assert.equal(await put('files', file, { keys }), 'AccessDeniedException')
})
