// PutFile, signed by hand: no SDK knows it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactArn, fileArn, itemSetting, unknownId } from '../support/item-setting.ts'

const path = '/_opencases/files'

test('[B-480] a file is put, put again and renamed', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const file = { arn: fileArn('f1'), case: setting.caseArn(caseId), name: 'photo.jpg' }
  for (const name of ['photo.jpg', 'photo.jpg', 'lamp.jpg']) {
    const { status, text } = await setting.send('PUT', path, { ...file, name })
    assert.deepEqual([status, text], [200, ''])
  }
  await setting.add(caseId, { file: { fileArn: file.arn } })
})

test('[B-481] the ARN is that of a file of Amazon Connect, and the name fits', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const file = { arn: fileArn('f1'), case: setting.caseArn(caseId), name: 'photo.jpg' }
  const put = async (more: object) => (await setting.send('PUT', path, { ...file, ...more })).error
  for (const arn of ['f1', contactArn('f1'), `${file.arn}/more`, '']) {
    assert.equal(await put({ arn }), 'ValidationException', arn)
  }
  for (const name of ['', 'x'.repeat(257), null]) {
    assert.equal(await put({ name }), 'ValidationException')
  }
  assert.equal(await put({ name: '😀'.repeat(256) }), undefined)
})

test('[B-482] the case must exist, and is named by its ARN', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const arn = setting.caseArn(caseId)
  const other = await setting.newDomain('other')
  const wrong = [
    caseId,
    arn.replace(caseId, unknownId),
    arn.replace(setting.domainId, other),
    arn.replace(setting.domainId, unknownId),
    arn.replace('us-east-1', 'eu-west-1'),
    arn.replace('000000000000', '123456789012'),
    `${arn}/related-item/${unknownId}`,
    setting.domainArn,
  ]
  for (const text of wrong) {
    const file = { arn: 'no arn either', case: text, name: 'photo.jpg' }
    const { status, error, json } = await setting.send('PUT', path, file)
    assert.deepEqual([status, error], [404, 'ResourceNotFoundException'], text)
    assert.equal(json.resourceType, 'Case')
  }
})

test('[B-482] a file stays with its case', async () => {
  await using setting = await itemSetting()
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const arn = await setting.newFile(caseId, 'f1')
  const moved = { arn, case: setting.caseArn(other), name: 'photo.jpg' }
  assert.equal((await setting.send('PUT', path, moved)).error, 'ValidationException')
  await setting.add(caseId, { file: { fileArn: arn } })
})

test('[B-483] opencases:PutFile must be allowed on the case', async () => {
  await using setting = await itemSetting()
  const { root } = setting
  const caseId = await setting.newCase()
  const arn = setting.caseArn(caseId)
  await root.tagResource({ arn, tags: { team: 'blue' } })
  const file = { arn: fileArn('f1'), case: arn, name: 'photo.jpg' }
  const put = async (statement: object, more: object = {}) => {
    const Statement = [{ Effect: 'Allow', ...statement }]
    const keys = await setting.keyFor({ Version: '2012-10-17', Statement })
    const { status, error } = await setting.send('PUT', path, { ...file, ...more }, { keys })
    return error ?? status
  }
  const Action = 'opencases:PutFile'
  const tagged = (team: string) => ({
    Action,
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/team': team } },
  })
  assert.equal(await put({ Action: 'cases:*', Resource: '*' }), 'AccessDeniedException')
  assert.equal(await put({ Action, Resource: `${arn}x` }), 'AccessDeniedException')
  assert.equal(await put(tagged('red')), 'AccessDeniedException')
  const unknown = { case: arn.replace(caseId, unknownId) }
  assert.equal(await put({ Action, Resource: arn }, unknown), 'AccessDeniedException')
  const content = { file: { fileArn: file.arn } }
  await setting.refuse(caseId, content, /File/, 'ResourceNotFoundException')
  assert.equal(await put({ Action, Resource: arn }), 200)
  assert.equal(await put(tagged('blue')), 200)
})
