// ListCasesForContact through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { contactArn, itemSetting, unknownId } from '../support/item-setting.ts'

test('[B-470] the cases of a contact, newest case first, however they were linked', async () => {
  await using setting = await itemSetting()
  const { root, domainId, templateId } = setting
  const contact = { contactArn: await setting.newContact('c1') }
  const cases: string[] = []
  for (let count = 0; count < 12; count += 1) {
    setting.clock.advance(1000)
    cases.push(await setting.newCase())
  }
  await setting.newCase()
  await setting.add(await setting.newCase(), {
    contact: { contactArn: await setting.newContact('c2') },
  })
  for (const caseId of [...cases.slice(6), ...cases.slice(0, 6)])
    await setting.add(caseId, { contact })
  const expected = cases.toReversed().map((caseId) => ({ caseId, templateId }))
  const input = { domainId, ...contact }
  assert.deepEqual((await root.listCasesForContact(input)).cases, expected.slice(0, 10))
  for (const maxResults of [1, 5, 10]) {
    const found = []
    let nextToken: string | undefined
    do {
      const page = await root.listCasesForContact({ ...input, maxResults, nextToken })
      found.push(...present(page.cases))
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    assert.deepEqual(found, expected)
  }
})

test('[B-470] a contact that is unknown, or no longer linked, has no cases', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const known = await setting.newContact('c1')
  const relatedItemId = await setting.add(caseId, { contact: { contactArn: known } })
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  for (const arn of [known, contactArn('unknown'), 'no-arn']) {
    const { cases, nextToken } = await root.listCasesForContact({ domainId, contactArn: arn })
    assert.deepEqual([cases, nextToken], [[], undefined])
  }
})

test('[B-471] a token is good for its contact; a page has 10 cases at most', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [one, two] = [await setting.newContact('c1'), await setting.newContact('c2')]
  for (const contact of [{ contactArn: one }, { contactArn: one }]) {
    await setting.add(await setting.newCase(), { contact })
  }
  const input = { domainId, contactArn: one, maxResults: 1 }
  const { nextToken } = await root.listCasesForContact(input)
  for (const wrong of [{ contactArn: two, nextToken }, { nextToken: 'forged' }]) {
    const call = root.listCasesForContact({ ...input, ...wrong })
    await expectError(call, 'ValidationException', /nextToken/)
  }
  for (const maxResults of [0, 11]) {
    const call = root.listCasesForContact({ ...input, maxResults })
    await expectError(call, 'ValidationException', /maxResults/)
  }
})

test('[B-470] an unknown domain is not found, and another one’s cases are not shown', async () => {
  await using setting = await itemSetting()
  const { root } = setting
  const arn = await setting.newContact('c1')
  await setting.add(await setting.newCase(), { contact: { contactArn: arn } })
  const unknown = root.listCasesForContact({ domainId: unknownId, contactArn: arn })
  await expectError(unknown, 'ResourceNotFoundException', /Domain/)
  const domainId = await setting.newDomain('other')
  assert.deepEqual((await root.listCasesForContact({ domainId, contactArn: arn })).cases, [])
})

test('[B-408] the domain must be allowed', async () => {
  await using setting = await itemSetting()
  const { domainId, domainArn } = setting
  const input = { domainId, contactArn: contactArn('c1') }
  const allow = (Resource: string) =>
    setting.as({ Effect: 'Allow', Action: 'cases:ListCasesForContact', Resource })
  const someone = await allow(`${domainArn}/case/*`)
  await expectError(someone.listCasesForContact(input), 'AccessDeniedException')
  await (await allow(domainArn)).listCasesForContact(input)
})
