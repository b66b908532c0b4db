// Outgoing events whose size no test of the API would want to reach.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createdCase } from '../../src/domain/case.ts'
import type { DomainConfig } from '../../src/domain/domain-config.ts'
import { eventBytesMax } from '../../src/domain/event-size.ts'
import type { JournalContext } from '../../src/domain/journal.ts'
import { newDomain } from '../../src/domain/new-domain.ts'
import type { FieldValues } from '../../src/domain/rows.ts'

const context: JournalContext = {
  now: 1_763_892_000_000,
  location: { partition: 'aws', region: 'us-east-1', accountId: '111122223333' },
  actor: { iamPrincipalArn: 'arn:aws:iam::111122223333:root' },
  newId: () => '0198c000-0000-7000-8000-000000000009',
  seal: { chain: () => new Uint8Array(32) },
}

const eventOf = (values: FieldValues) => {
  const base = newDomain('0198c000-0000-7000-8000-000000000001', 'domain', 0)
  const ids = Object.keys(values)
  const text = base.fields.get('title')
  assert.ok(text)
  const domain: DomainConfig = {
    ...base,
    fields: new Map([...base.fields, ...ids.map((id) => [id, { ...text, id }] as const)]),
    eventConfiguration: {
      enabled: true,
      includedData: { caseData: { fields: [{ id: 'title' }, ...ids.map((id) => ({ id }))] } },
    },
  }
  const changes = createdCase(context, {
    domain,
    id: '0198c000-0000-7000-8000-000000000002',
    templateId: '0198c000-0000-7000-8000-000000000003',
    values: { title: { stringValue: 'Broken lamp' }, ...values },
    tags: {},
  })
  const appended = changes.find((change) => change.change === 'outbox.append')
  assert.ok(appended)
  return appended.row.event
}

test('[B-624] the largest values are left out until an event is smaller than 256 KB', () => {
  const values: Record<string, { stringValue: string }> = {}
  for (let i = 0; i < 200; i++) values[`f${i}`] = { stringValue: '\u0001'.repeat(i * 3) }
  const event = eventOf(values)
  const { fields } = JSON.parse(event).detail.case
  assert.ok(Buffer.byteLength(event) < eventBytesMax)
  assert.ok(Buffer.byteLength(event) > eventBytesMax - 6 * 1200, 'no more left out than needed')
  assert.equal(fields.title.value.stringValue, 'Broken lamp')
  assert.ok('f1' in fields && 'f100' in fields, 'small values stay')
  assert.ok(!('f199' in fields), 'the largest is gone')
})

test('[B-626] an event names the values that it left out, and all that changed', () => {
  const ids = Array.from({ length: 20 }, (_, i) => `f${i}`)
  const values = Object.fromEntries(
    ids.map((id) => [id, { stringValue: '\u0001'.repeat(id === 'f7' ? 100 : 4100) }]),
  )
  const { detail } = JSON.parse(eventOf(values))
  const { fields, omittedFieldIds } = detail.case
  assert.deepEqual([...Object.keys(fields), ...omittedFieldIds].sort(), ['title', ...ids].sort())
  assert.ok(omittedFieldIds.length > 8 && !omittedFieldIds.includes('f7'))
  for (const id of ids) assert.ok(detail.changedFieldIds.includes(id))
})

test('[B-624] [B-626] an event that fits is whole and says nothing of size', () => {
  const { fields, ...head } = JSON.parse(eventOf({ f: { stringValue: '😀'.repeat(4100) } })).detail
    .case
  assert.deepEqual(Object.keys(head), ['caseId', 'templateId', 'createdDateTime'])
  assert.equal(fields.f.value.stringValue.length, 8200)
})
