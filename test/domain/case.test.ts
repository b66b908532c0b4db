// What a case does when the machine's clock jumps, which no test of the API can bring about.
import assert from 'node:assert/strict'
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
    referenceNumber: '3CWPF7R2N',
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
