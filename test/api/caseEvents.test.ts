// The outgoing events that the outbox holds after calls of the official SDK. Nothing delivers them
// yet, so they are read where they wait.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { CreateRelatedItemCommandInput } from '@aws-sdk/client-connectcases'
import { databaseFile } from '../../src/storage/index.ts'
import { caseSetting, fieldValues, present } from '../support/case-setting.ts'

const root = 'arn:aws:iam::000000000000:root'

const eventSetting = async (
  included: readonly string[] = [],
  includeContent = false,
  settings: Record<string, string> = {},
) => {
  const data = mkdtempSync(join(tmpdir(), 'opencases-events-'))
  const setting = await caseSetting({ data, ...settings })
  const { domainId } = setting
  await setting.root.putCaseEventConfiguration({
    domainId,
    eventBridge: {
      enabled: true,
      includedData: {
        caseData: { fields: included.map((id) => ({ id })) },
        relatedItemData: { includeContent },
      },
    },
  })
  return {
    ...setting,
    domainArn: `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`,
    /** Oldest first. */
    events: (caseId: string) => {
      using db = new DatabaseSync(join(data, databaseFile), { readOnly: true })
      const rows = db.prepare('select event from outbox where case_id = ? order by sequence')
      return rows.all(caseId).map(({ event }) => JSON.parse(String(event)))
    },
    [Symbol.asyncDispose]: async () => {
      await setting[Symbol.asyncDispose]()
      rmSync(data, { recursive: true })
    },
  }
}

test('[B-620] [B-621] a new case goes out in the whole envelope', async () => {
  await using setting = await eventSetting(['title', 'case_id', 'summary', 'created_datetime'])
  const { domainId, templateId, domainArn } = setting
  const performedBy = { customEntity: 'night shift' }
  setting.clock.advance(123)
  const { caseId = '' } = await setting.root.createCase({
    domainId,
    templateId,
    fields: fieldValues({ title: 'Lamp', reference_number: 'REF-1' }),
    performedBy,
  })
  const [{ id, ...event }, ...none] = setting.events(caseId)
  assert.deepEqual(none, [])
  assert.match(id, /^[0-9a-f-]{36}$/)
  const { changedFieldIds, ...detail } = event.detail
  assert.deepEqual(
    { ...event, detail },
    {
      version: '0',
      'detail-type': 'Amazon Connect Cases Change',
      source: 'aws.cases',
      account: '000000000000',
      time: '2026-11-23T10:00:00Z',
      region: 'us-east-1',
      resources: [domainArn, `${domainArn}/case/${caseId}`],
      detail: {
        version: '0',
        eventType: 'CASE.CREATED',
        approximateChangeTime: '2026-11-23T10:00:00.123Z',
        performedBy: { user: performedBy, iamPrincipalArn: root },
        case: {
          caseId,
          templateId,
          createdDateTime: '2026-11-23T10:00:00.123Z',
          fields: {
            title: { value: { stringValue: 'Lamp' } },
            case_id: { value: { stringValue: caseId } },
            created_datetime: { value: { stringValue: '2026-11-23T10:00:00.123Z' } },
          },
        },
      },
    },
  )
  const times = ['created_datetime', 'last_updated_datetime']
  const users = ['created_by', 'last_updated_user']
  const all = ['title', 'status', 'reference_number', ...times, ...users]
  assert.deepEqual(changedFieldIds.sort(), all.sort())
})

test('[B-621] [B-625] an update goes out as the case is after it, no deleted fields', async () => {
  const extra: string[] = ['status', 'summary']
  await using setting = await eventSetting(extra)
  const { domainId } = setting
  const gone = await setting.newField('Text')
  const eventBridge = {
    enabled: true,
    includedData: { caseData: { fields: [...extra, gone].map((id) => ({ id })) } },
  }
  await setting.root.putCaseEventConfiguration({ domainId, eventBridge })
  const caseId = await setting.newCase({ summary: 'Broken', [gone]: 'a' })
  await setting.root.deleteField({ domainId, fieldId: gone })
  setting.clock.advance(1000)
  await setting.update(caseId, { status: 'closed', summary: null })
  const [created, updated] = setting.events(caseId)
  assert.ok(gone in created.detail.case.fields)
  assert.equal(updated.detail.eventType, 'CASE.UPDATED')
  assert.deepEqual(updated.detail.case.fields, { status: { value: { stringValue: 'closed' } } })
  assert.equal(updated.detail.case.createdDateTime, '2026-11-23T10:00:00.000Z')
  assert.deepEqual(updated.detail.performedBy, { iamPrincipalArn: root })
  assert.deepEqual(updated.detail.changedFieldIds.sort(), [
    'last_closed_datetime',
    'last_updated_datetime',
    'status',
    'summary',
  ])
})

test('[B-622] related items go out, their content if it is wanted', async () => {
  for (const includeContent of [true, false]) {
    await using setting = await eventSetting([], includeContent)
    const { domainId, domainArn } = setting
    const caseId = await setting.newCase()
    const comment = { body: 'Called back', contentType: 'Text/Plain' } as const
    const input = { domainId, caseId, type: 'Comment', content: { comment } } as const
    const { relatedItemId = '' } = await setting.root.createRelatedItem(input)
    setting.clock.advance(1000)
    await setting.root.deleteRelatedItem({ domainId, caseId, relatedItemId })
    const [, created, deleted] = setting.events(caseId)
    const itemArn = `${domainArn}/case/${caseId}/related-item/${relatedItemId}`
    assert.deepEqual(created.resources, [domainArn, itemArn])
    assert.deepEqual(created.detail, {
      version: '0',
      eventType: 'RELATED_ITEM.CREATED',
      approximateChangeTime: '2026-11-23T10:00:00.000Z',
      changedAttributes: ['comment.commentText', 'comment.contentType'],
      performedBy: { iamPrincipalArn: root },
      relatedItem: {
        relatedItemType: 'Comment',
        relatedItemId,
        caseId,
        createdDateTime: '2026-11-23T10:00:00.000Z',
        ...(includeContent ? { comment } : {}),
      },
    })
    assert.equal(deleted.detail.eventType, 'RELATED_ITEM.DELETED')
    assert.equal(deleted.detail.approximateChangeTime, '2026-11-23T10:00:01.000Z')
    assert.equal(deleted.detail.relatedItem.createdDateTime, '2026-11-23T10:00:00.000Z')
  }
})

test('[B-620] [B-601] closing a case sends an event for it and one for each SLA', async () => {
  await using setting = await eventSetting([], true)
  const caseId = await setting.newCase()
  await setting.addSla(caseId, 'answer', 10)
  await setting.update(caseId, { status: 'closed' })
  const types = setting.events(caseId).map(({ detail }) => detail.eventType)
  const item = 'RELATED_ITEM'
  assert.deepEqual(types, ['CASE.CREATED', `${item}.CREATED`, 'CASE.UPDATED', `${item}.UPDATED`])
  const { detail } = setting.events(caseId)[3]
  assert.equal(detail.relatedItem.sla.slaConfiguration.status, 'Met')
  assert.deepEqual(detail.changedAttributes, ['sla.status', 'sla.completionTime'])
})

test('[B-623] deleting a case sends its last values, and the links of others', async () => {
  await using setting = await eventSetting(['title'], true)
  const { domainId } = setting
  const caseId = await setting.newCase()
  const other = await setting.newCase()
  const content = { connectCase: { caseId } }
  const input = { domainId, caseId: other, type: 'ConnectCase', content } as const
  await setting.root.createRelatedItem(input)
  const comment = { comment: { body: 'a', contentType: 'Text/Plain' } } as const
  await setting.root.createRelatedItem({ domainId, caseId, type: 'Comment', content: comment })
  await setting.root.deleteCase({ domainId, caseId })
  const [, , deleted, ...none] = setting.events(caseId)
  assert.deepEqual(none, [])
  assert.equal(deleted.detail.eventType, 'CASE.DELETED')
  assert.deepEqual(deleted.detail.changedFieldIds, [])
  assert.deepEqual(deleted.detail.case.fields, { title: { value: { stringValue: 'Broken lamp' } } })
  const [, , unlinked] = setting.events(other)
  assert.equal(unlinked.detail.eventType, 'RELATED_ITEM.DELETED')
  assert.deepEqual(unlinked.detail.relatedItem.connectCase, { caseId })
})

test('[B-620] [B-621] [B-622] each event of the history makes one that names the same', async () => {
  await using setting = await eventSetting(['title'])
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const other = await setting.newCase()
  const text = await setting.newField('Text')
  const create = async (type: 'Comment' | 'ConnectCase' | 'Custom', content: object) => {
    const input = { domainId, caseId, type, content } as CreateRelatedItemCommandInput
    return (await root.createRelatedItem(input)).relatedItemId
  }
  const comment = (body: string) => ({ comment: { body, contentType: 'Text/Plain' as const } })
  const relatedItemId = await create('Comment', comment('a'))
  await create('ConnectCase', { connectCase: { caseId: other } })
  const custom = await create('Custom', { custom: { fields: fieldValues({ [text]: 'a' }) } })
  await setting.addSla(caseId, 'answer', 10)
  const [commented, customized] = [
    { domainId, caseId, relatedItemId, content: comment('b') },
    {
      domainId,
      caseId,
      relatedItemId: custom,
      content: { custom: { fields: fieldValues({ [text]: 'b' }) } },
    },
  ]
  for (const input of [commented, commented, customized]) await root.updateRelatedItem(input)
  await setting.update(caseId, { status: 'closed', summary: 'Done' })
  await setting.update(caseId, { summary: 'Done' })
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  const history = (await setting.history(caseId)).reverse()
  const sent = setting.events(caseId)
  assert.equal(sent.length, 10)
  for (const [at, { type = '', fields, performedTime, relatedItemType }] of history.entries()) {
    const { detail } = sent[at]
    assert.equal(detail.eventType, type.replace('RelatedItem', 'RELATED_ITEM').toUpperCase())
    assert.equal(detail.approximateChangeTime, performedTime?.toISOString())
    assert.equal(detail.relatedItem?.relatedItemType, relatedItemType)
    const named = present(fields).map(({ eventFieldId }) =>
      eventFieldId === 'comment.body' ? 'comment.commentText' : eventFieldId,
    )
    assert.deepEqual(detail.changedFieldIds ?? detail.changedAttributes, named)
  }
  assert.deepEqual([...new Set(sent.map(({ id }) => id))].length, 10)
})

test('[B-624] [B-626] a custom item leaves out its largest values, and names them', async () => {
  await using setting = await eventSetting([], true, { quotas: 'fieldsPerCustomItem=50' })
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const ids: string[] = []
  for (let count = 0; count < 50; count += 1) {
    const attributes = { text: { isMultiline: true } }
    const input = { domainId, name: `note ${count}`, type: 'Text', attributes } as const
    ids.push((await root.createField(input)).fieldId ?? '')
  }
  const [first = ''] = ids
  const custom = (length: number) => {
    const long = Object.fromEntries(ids.map((id) => [id, '😀'.repeat(length)]))
    const fields = fieldValues({ ...long, [first]: 'short' })
    return { domainId, caseId, type: 'Custom', content: { custom: { fields } } } as const
  }
  await root.createRelatedItem(custom(1000))
  await root.createRelatedItem(custom(4100))
  const [, small, large] = setting.events(caseId).map(({ detail }) => detail)
  assert.equal(small.relatedItem.custom.fields.length, 50)
  assert.equal(small.relatedItem.omittedFieldIds, undefined)
  const kept = large.relatedItem.custom.fields.map(({ id }: { id: string }) => id)
  assert.ok(kept.includes(first) && kept.length > 10 && kept.length < 20, `${kept.length} are kept`)
  assert.deepEqual([...kept, ...large.relatedItem.omittedFieldIds].sort(), ids.toSorted())
  assert.deepEqual(large.changedAttributes, ids)
})

test('[B-620] a domain without enabled events sends none', async () => {
  await using setting = await eventSetting()
  const { domainId } = setting
  const eventBridge = { enabled: false }
  await setting.root.putCaseEventConfiguration({ domainId, eventBridge })
  const caseId = await setting.newCase()
  await setting.root.deleteCase({ domainId, caseId })
  assert.deepEqual(setting.events(caseId), [])
})
