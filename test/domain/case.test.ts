// What the API does not show of a case: its times when the clock jumps, the chain of its events.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { createdCase, updatedCase } from '../../src/domain/case.ts'
import type { JournalContext } from '../../src/domain/journal.ts'
import { newDomain } from '../../src/domain/new-domain.ts'

const at = (now: number): JournalContext => ({
  now,
  location: { partition: 'aws', region: 'us-east-1', accountId: '111122223333' },
  actor: { iamPrincipalArn: 'arn:aws:iam::111122223333:root' },
  newId: () => '0198c000-0000-7000-8000-000000000009',
  seal: { chain: () => new Uint8Array(32) },
})

test('[B-332] the time of the last update stays where it is when the clock goes back', () => {
  const domain = newDomain('0198c000-0000-7000-8000-000000000001', 'domain', 0)
  const [inserted] = createdCase(at(5000), {
    domain,
    id: '0198c000-0000-7000-8000-000000000002',
    templateId: '0198c000-0000-7000-8000-000000000003',
    values: { title: { stringValue: 'Lamp' }, status: { stringValue: 'open' } },
    tags: {},
  })
  assert.equal(inserted?.change, 'case.insert')
  const { row } = inserted
  const next = { ...row.values, status: { stringValue: 'closed' } }
  const [updated] = updatedCase(at(1000), { domain, row, slas: [] }, next)
  assert.equal(updated?.change, 'case.update')
  const { after } = updated
  assert.equal(after.updatedAt, 5000)
  assert.deepEqual(after.values.last_updated_datetime, { stringValue: '1970-01-01T00:00:05.000Z' })
  assert.deepEqual(after.values.last_closed_datetime, { stringValue: '1970-01-01T00:00:05.000Z' })
})

test('[B-606] each event is sealed over the one before it, and the case has the end', () => {
  const chain = (previous: Uint8Array, sequence: number, bytes: Uint8Array) =>
    createHmac('sha256', 'key').update(previous).update(`${sequence}`).update(bytes).digest()
  const context = { ...at(5000), seal: { chain } }
  const domain = newDomain('0198c000-0000-7000-8000-000000000001', 'domain', 0)
  const [inserted, created] = createdCase(context, {
    domain,
    id: '0198c000-0000-7000-8000-000000000002',
    templateId: '0198c000-0000-7000-8000-000000000003',
    values: { title: { stringValue: 'Lamp' }, status: { stringValue: 'open' } },
    tags: {},
  })
  assert.ok(inserted?.change === 'case.insert' && created?.change === 'audit.append')
  const { row } = inserted
  assert.deepEqual(created.row.mac, chain(new Uint8Array(32), 1, created.row.bytes))
  assert.deepEqual(row.chain, { sequence: 1, mac: created.row.mac })
  const next = { ...row.values, title: { stringValue: 'Bulb' } }
  const [changed, updated] = updatedCase(context, { domain, row, slas: [] }, next)
  assert.ok(changed?.change === 'case.update' && updated?.change === 'audit.append')
  assert.deepEqual(updated.row.mac, chain(created.row.mac, 2, updated.row.bytes))
  assert.deepEqual(changed.after.chain, { sequence: 2, mac: updated.row.mac })
  assert.match(Buffer.from(updated.row.bytes).toString(), /"oldValue":\{"stringValue":"Lamp"\}/)
})
