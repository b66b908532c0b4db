// What a case has alone, and what a repeated CreateCase makes, through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const title = fieldValues({ title: 'Broken lamp' })

test('[B-334] a client token gives the same answer to the same request for a day', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const input = { domainId, templateId, fields: title, clientToken: 'token-1' }
  const first = await root.createCase(input)
  assert.equal((await root.createCase(input)).caseId, first.caseId)
  const other = { ...input, fields: fieldValues({ title: 'Other' }) }
  await expectError(root.createCase(other), 'ConflictException', /client token/)
  const someone = await setting.as({ Effect: 'Allow', Action: 'cases:*', Resource: '*' })
  assert.notEqual((await someone.createCase(input)).caseId, first.caseId)
  setting.clock.advance(24 * 60 * 60 * 1000 - 1)
  assert.equal((await root.createCase(input)).caseId, first.caseId)
  setting.clock.advance(2)
  assert.notEqual((await root.createCase(input)).caseId, first.caseId)
})

test('[B-334] a token is for one domain, and the order of members does not matter', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const input = { domainId, templateId, fields: title, clientToken: 'token-1' }
  const { caseId } = await root.createCase(input)
  const other = await setting.newDomain('other')
  const made = await root.createTemplate({ domainId: other, name: 'template' })
  const there = { ...input, domainId: other, templateId: made.templateId }
  assert.notEqual((await root.createCase(there)).caseId, caseId)
  const backwards = Object.fromEntries(Object.entries(input).reverse())
  const { domainId: _, ...body } = backwards
  const sent = await setting.send('POST', `/domains/${domainId}/cases`, body)
  assert.equal(JSON.parse(sent.text).caseId, caseId)
})

test('[B-334] an empty token is none, and a request that failed is not remembered', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const input = { domainId, templateId, fields: title }
  const [one, two] = [
    await root.createCase({ ...input, clientToken: '' }),
    await root.createCase({ ...input, clientToken: '' }),
  ]
  assert.notEqual(one?.caseId, two?.caseId)
  const clientToken = 'token-1'
  const failed = root.createCase({ ...input, fields: [], clientToken })
  await expectError(failed, 'ValidationException', /title/)
  await root.createCase({ ...input, clientToken })
  assert.equal((await root.searchCases({ domainId })).totalCount, 3)
})

test('[B-334] many at once with one token make one case', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const input = { domainId, templateId, fields: title, clientToken: 'token-1' }
  const made = await Promise.all(Array.from({ length: 10 }, () => root.createCase(input)))
  assert.equal(new Set(made.map(({ caseId }) => caseId)).size, 1)
  assert.equal((await root.searchCases({ domainId })).totalCount, 1)
})

test('[B-318] a reference number is made where none is given', async () => {
  await using setting = await caseSetting()
  const { reference_number } = await setting.read(await setting.newCase(), 'reference_number')
  assert.match(String(reference_number), /^[A-HJKMNP-Z2-9]{9}$/)
})

test('[B-317] a reference number is given once, in upper or lower case', async () => {
  await using setting = await caseSetting()
  const caseId = await setting.newCase({ reference_number: 'Ref-1' })
  assert.deepEqual(await setting.read(caseId, 'reference_number'), { reference_number: 'Ref-1' })
  for (const reference_number of ['Ref-1', 'REF-1']) {
    await expectError(
      setting.newCase({ reference_number }),
      'ConflictException',
      /reference number/,
    )
  }
  for (const reference_number of ['a b', '\u200b', 'a'.repeat(101), 'a\u0007']) {
    await expectError(
      setting.newCase({ reference_number }),
      'ValidationException',
      /1 to 100 visible/,
    )
  }
})

test('[B-317] of many at once that ask for one number, one gets it', async () => {
  await using setting = await caseSetting()
  const tries = Array.from({ length: 5 }, (_, i) =>
    setting.newCase({ reference_number: i % 2 === 0 ? 'ref-1' : 'REF-1' }),
  )
  const names = (await Promise.allSettled(tries)).map((settled) =>
    settled.status === 'rejected' ? settled.reason.name : 'made',
  )
  assert.deepEqual(names.sort(), [...Array(4).fill('ConflictException'), 'made'])
})

test('[B-317] a number is free again when its case is gone, and in another domain', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase({ reference_number: 'REF-1' })
  const other = await setting.newDomain('other')
  const { templateId } = await root.createTemplate({ domainId: other, name: 'template' })
  const fields = fieldValues({ title: 'Lamp', reference_number: 'ref-1' })
  await root.createCase({ domainId: other, templateId, fields })
  await root.deleteCase({ domainId, caseId })
  await setting.newCase({ reference_number: 'REF-1' })
})
