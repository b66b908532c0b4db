// GetCaseAuditEvents through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEvent, AuditEventFieldValueUnion } from '@aws-sdk/client-connectcases'
import { caseSetting, fieldValues, plain, present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const unknownId = '0198c000-0000-7000-8000-000000000001'

/** Old value if there is one, and new value, by field. */
const changes = (event: AuditEvent | null | undefined) =>
  Object.fromEntries(
    present(event?.fields).map(({ eventFieldId, oldValue, newValue }) => [
      eventFieldId,
      oldValue === undefined ? [shown(newValue)] : [shown(oldValue), shown(newValue)],
    ]),
  )

const shown = (value: AuditEventFieldValueUnion | undefined) =>
  value?.emptyValue === undefined ? plain(value) : null

test('[B-600] [B-601] [B-602] [B-604] who changed what, newest first', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const { caseId } = await root.createCase({
    domainId,
    templateId,
    fields: fieldValues({ title: 'Lamp', reference_number: 'REF-1', summary: 'Broken' }),
    performedBy: { userArn },
  })
  setting.clock.advance(1000)
  await setting.update(caseId ?? '', { title: 'Bulb', summary: null, assigned_user: 'me' })
  const [updated, created, ...none] = await setting.history(caseId ?? '')
  assert.deepEqual(none, [])
  const principal = 'arn:aws:iam::000000000000:root'
  assert.equal(created?.type, 'Case.Created')
  assert.equal(created?.relatedItemType, undefined)
  assert.deepEqual(created?.performedTime, new Date('2026-11-23T10:00:00.000Z'))
  assert.deepEqual(created?.performedBy, { user: { userArn }, iamPrincipalArn: principal })
  assert.deepEqual(changes(created), {
    title: ['Lamp'],
    summary: ['Broken'],
    status: ['open'],
    reference_number: ['REF-1'],
    created_by: [userArn],
    last_updated_user: [userArn],
    created_datetime: ['2026-11-23T10:00:00.000Z'],
    last_updated_datetime: ['2026-11-23T10:00:00.000Z'],
  })
  assert.equal(updated?.type, 'Case.Updated')
  assert.deepEqual(updated?.performedTime, new Date('2026-11-23T10:00:01.000Z'))
  assert.deepEqual(updated?.performedBy, { iamPrincipalArn: principal })
  assert.deepEqual(changes(updated), {
    title: ['Lamp', 'Bulb'],
    summary: ['Broken', null],
    assigned_user: ['me'],
    last_updated_datetime: ['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:01.000Z'],
    last_updated_user: [userArn, principal],
  })
  assert.notEqual(created?.eventId, updated?.eventId)
})

test('[B-601] [B-603] related items leave their events, tags leave none', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const content = (body: string) => ({ comment: { body, contentType: 'Text/Plain' } as const })
  const input = { domainId, caseId, type: 'Comment', content: content('a') } as const
  const { relatedItemId } = await root.createRelatedItem(input)
  await root.updateRelatedItem({ domainId, caseId, relatedItemId, content: content('b') })
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  const arn = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}/case/${caseId}`
  await root.tagResource({ arn, tags: { team: 'a' } })
  const [deleted, updated, created, ...older] = await setting.history(caseId)
  assert.equal(older.length, 1)
  assert.deepEqual(changes(created), {
    'comment.body': ['a'],
    'comment.contentType': ['Text/Plain'],
  })
  assert.deepEqual(changes(updated), { 'comment.body': ['a', 'b'] })
  assert.deepEqual(changes(deleted), {
    'comment.body': ['b', null],
    'comment.contentType': ['Text/Plain', null],
  })
  for (const [event, what] of [
    [created, 'Created'],
    [updated, 'Updated'],
    [deleted, 'Deleted'],
  ] as const) {
    assert.equal(event?.type, `RelatedItem.${what}`)
    assert.equal(event?.relatedItemType, 'Comment')
  }
})

test('[B-605] text over 4,100 code points is cut in the answer only', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const comment = { body: '😀'.repeat(4101), contentType: 'Text/Plain' } as const
  await root.createRelatedItem({ domainId, caseId, type: 'Comment', content: { comment } })
  const [event] = await setting.history(caseId)
  assert.deepEqual(changes(event)['comment.body'], ['😀'.repeat(4100)])
  const { relatedItems } = await root.searchRelatedItems({ domainId, caseId })
  assert.equal(relatedItems?.[0]?.content?.comment?.body, comment.body)
})

test('[B-600] pages of 25 or fewer hold every event once', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  for (let i = 0; i < 29; i++) await setting.update(caseId, { title: `Lamp ${i}` })
  const first = await root.getCaseAuditEvents({ domainId, caseId })
  assert.equal(first.auditEvents?.length, 25)
  const seen: AuditEvent[] = []
  let nextToken: string | undefined
  do {
    const page = await root.getCaseAuditEvents({ domainId, caseId, maxResults: 7, nextToken })
    seen.push(...present(page.auditEvents))
    nextToken = page.nextToken
    // What happens meanwhile is newer than all that is still to come.
    await setting.update(caseId, { title: `Meanwhile ${seen.length}` })
  } while (nextToken !== undefined)
  assert.equal(new Set(seen.map(({ eventId }) => eventId)).size, 30)
  assert.deepEqual(seen.slice(0, 25), first.auditEvents)
  const titles = seen.map((event) => changes(event).title?.at(-1))
  assert.deepEqual(
    titles.slice(0, 29),
    Array.from({ length: 29 }, (_, i) => `Lamp ${28 - i}`),
  )
})

test('[B-600] a token of another case is refused', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  await setting.update(caseId, { title: 'Lamp' })
  const { nextToken } = await root.getCaseAuditEvents({ domainId, caseId, maxResults: 1 })
  assert.ok(nextToken)
  const other = await setting.newCase()
  const wrong = root.getCaseAuditEvents({ domainId, caseId: other, nextToken })
  await expectError(wrong, 'ValidationException', /nextToken/)
  setting.clock.advance(24 * 60 * 60 * 1000 + 1)
  const late = root.getCaseAuditEvents({ domainId, caseId, nextToken })
  await expectError(late, 'ValidationException', /expired/)
})

test("[B-607] an unknown case, and another domain's, is not found before all else", async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const other = await setting.newDomain('other')
  const domainArn = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const places = [
    [domainId, unknownId, 'Case'],
    [domainId, 'no-id', 'Case'],
    [other, caseId, 'Case'],
    [other, `${domainArn}/case/${caseId}`, 'Case'],
    [unknownId, caseId, 'Domain'],
  ] as const
  for (const [domain, id, type] of places) {
    for (const more of [{}, { nextToken: 'forged' }]) {
      const call = root.getCaseAuditEvents({ domainId: domain, caseId: id, ...more })
      const error = await expectError(call, 'ResourceNotFoundException')
      assert.equal(error.resourceType, type)
    }
  }
})

test('[B-607] [B-336] a bad token tells nobody whether a case exists', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const arn = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}/case/${caseId}`
  await root.tagResource({ arn, tags: { team: 'blue' } })
  const red = await setting.as({
    Effect: 'Allow',
    Action: 'cases:GetCaseAuditEvents',
    Resource: '*',
    Condition: { StringEqualsIfExists: { 'aws:ResourceTag/team': 'red' } },
  })
  for (const id of [caseId, unknownId]) {
    const call = red.getCaseAuditEvents({ domainId, caseId: id, nextToken: 'forged' })
    await expectError(call, 'AccessDeniedException')
  }
  await root.tagResource({ arn, tags: { team: 'red' } })
  const call = red.getCaseAuditEvents({ domainId, caseId, nextToken: 'forged' })
  await expectError(call, 'ValidationException', /nextToken/)
})

test('[B-020] a page of the history has 1 to 25 events', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  for (const maxResults of [0, 26]) {
    const call = root.getCaseAuditEvents({ domainId, caseId, maxResults })
    await expectError(call, 'ValidationException', /maxResults/)
  }
})

test('[B-336] the case and the domain must be allowed', async () => {
  await using setting = await caseSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const resources = [domain, `${domain}/case/${caseId}`]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:GetCaseAuditEvents', Resource })
  for (const resource of resources) {
    const someone = await allow([resource])
    await expectError(someone.getCaseAuditEvents({ domainId, caseId }), 'AccessDeniedException')
  }
  await (await allow(resources)).getCaseAuditEvents({ domainId, caseId })
})
