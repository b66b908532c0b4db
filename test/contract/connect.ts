// What a store does with instances of Amazon Connect and what lies in them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ContactQuestion } from '../../src/domain/connect/contact-search.ts'
import type {
  ConnectResourceRow,
  ContactDetails,
  InstanceRow,
} from '../../src/domain/connect/rows.ts'
import type { ContactRow } from '../../src/domain/rows.ts'
import { ask, type OpenPlace, put, refused, settingIn, walk } from './place.ts'
import { newId, someTime } from './rows.ts'

export const instance = (more: Partial<InstanceRow> = {}): InstanceRow => ({
  id: newId(),
  identityManagementType: 'SAML',
  inboundCallsEnabled: true,
  outboundCallsEnabled: false,
  tags: {},
  createdAt: someTime,
  ...more,
})

export const queue = (more: Partial<ConnectResourceRow> = {}): ConnectResourceRow => {
  const id = newId()
  const document = { Name: 'Größe', HoursOfOperationId: 'always' }
  const common = { instanceId: 'i', id, name: `n ${id}`, tags: { a: '日本' }, modifiedAt: someTime }
  return { ...common, kind: 'queue', document, ...more } as ConnectResourceRow
}

const contact = (more: Partial<ContactDetails>): ContactRow => {
  const id = newId()
  const blank = { attributes: {}, references: {}, segmentAttributes: {}, associationId: id }
  const times = { initiatedAt: someTime, updatedAt: someTime }
  const details = { ...blank, instanceId: 'i', id, ...times, ...more }
  return { arn: `arn:${id}`, channel: 'TASK', connectedToSystemAt: someTime, details }
}

export const connectContract = (open: OpenPlace) =>
  describe('Amazon Connect', () => {
    test('[B-910] [B-708] instances come back as they were put, the oldest first', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const whole = instance({ alias: 'größe', directoryId: 'd', tags: { 'a key': '日本' } })
      const [later, other] = [instance(), instance()]
      for (const row of [whole, later]) await put(store, { change: 'connectInstance.put', row })
      const all = (of = store) => ask(of, 'connectInstances', {})
      assert.deepEqual(await all(), [whole, later])
      assert.deepEqual(await ask(store, 'connectInstance', { id: whole.id }), whole)
      assert.equal(await ask(store, 'connectInstance', { id: other.id }), undefined)
      const changed = { ...whole, alias: 'renamed', tags: {} }
      await put(store, { change: 'connectInstance.put', row: changed })
      await place.close(store)
      assert.deepEqual(await all(await place.open()), [changed, later])
    })

    test('[B-940] [B-708] what lies in an instance comes back by its id and its name', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const row = queue({ name: 'a' })
      await put(store, { change: 'connectResource.put', row })
      const of = { instanceId: row.instanceId, kind: row.kind }
      const byId = (more: object = {}, from = store) =>
        ask(from, 'connectResource', { ...of, id: row.id, ...more })
      const byName = (name: string) => ask(store, 'connectResourceByName', { ...of, name })
      assert.deepEqual(await byId(), row)
      assert.deepEqual(await byName('a'), row)
      for (const more of [{ instanceId: 'j' }, { kind: 'user' }, { id: newId() }]) {
        assert.equal(await byId(more), undefined)
      }
      assert.equal(await byName('A'), undefined)
      const changed = { ...row, name: 'b', tags: {}, modifiedAt: someTime + 1 }
      await put(store, { change: 'connectResource.put', row: changed })
      assert.equal(await byName('a'), undefined)
      const taken = put(store, { change: 'connectResource.put', row: queue({ name: 'b' }) })
      await refused(taken, 'ConflictException')
      const elsewhere = queue({ name: 'b', instanceId: 'j' })
      await put(store, { change: 'connectResource.put', row: elsewhere })
      await place.close(store)
      assert.deepEqual(await byId({}, await place.open()), changed)
    })

    test('[B-942] a kind is counted, and walked in pages, the oldest first', async () => {
      await using setting = await settingIn(open)
      const { store } = setting
      const rows = Array.from({ length: 7 }, () => queue())
      const others = [queue({ instanceId: 'j' }), queue({ kind: 'user' })]
      const puts = [...others, ...rows].map(
        (row) => ({ change: 'connectResource.put', row }) as const,
      )
      await put(store, ...puts)
      const of = { instanceId: 'i', kind: 'queue' } as const
      const all = (limit: number) =>
        walk<ConnectResourceRow>((after) =>
          ask(store, 'connectResources', { ...of, limit, ...after }),
        )
      for (const limit of [1, 3, 7, 5000]) assert.deepEqual(await all(limit), rows, `${limit}`)
      const [gone, ...left] = rows
      assert.ok(gone !== undefined)
      await put(store, { change: 'connectResource.delete', row: gone })
      assert.deepEqual(await all(3), left)
      assert.equal(await ask(store, 'connectResourceCount', of), left.length)
    })

    test('[B-954] [B-956] contacts are known with their details, and counted', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const active = contact({ expiresAt: someTime + 10 })
      const after = contact({ expiresAt: someTime + 5, previousId: 'p' })
      const rows = [
        active,
        after,
        contact({ expiresAt: someTime + 10, endedAt: someTime, previousId: 'p' }),
        contact({}),
        contact({ expiresAt: someTime + 10, instanceId: 'j', previousId: 'p' }),
        { ...contact({ expiresAt: someTime + 10 }), channel: 'VOICE' },
      ]
      for (const row of rows) await put(store, { change: 'contact.put', row })
      const count = (nowMs: number) =>
        ask(store, 'activeContacts', { instanceId: 'i', channel: 'TASK', nowMs })
      assert.deepEqual([await count(someTime + 4), await count(someTime + 5)], [2, 1])
      assert.equal(await count(someTime + 10), 0)
      assert.equal(await ask(store, 'contactsAfter', { instanceId: 'i', previousId: 'p' }), 2)
      await place.close(store)
      const again = await place.open()
      assert.deepEqual(await ask(again, 'contactByArn', { arn: after.arn }), after)
    })

    test('[B-960] [B-962] contacts of an instance are searched in order, page by page', async () => {
      await using setting = await settingIn(open)
      const { store } = setting
      const rows = [5, 3, 9, 1, 7].map((ms) =>
        contact({
          initiatedAt: someTime + ms,
          ...(ms < 4 ? {} : { scheduledAt: someTime + 100 - ms }),
        }),
      )
      for (const row of [...rows, contact({ instanceId: 'j' })]) {
        await put(store, { change: 'contact.put', row })
      }
      const question = (Type: 'INITIATION_TIMESTAMP' | 'SCHEDULED_TIMESTAMP'): ContactQuestion => ({
        range: { Type, StartTime: new Date(someTime), EndTime: new Date(someTime + 1000) },
        criteria: {},
        region: 'us-east-1',
        nowMs: someTime,
      })
      const times = async (
        FieldName: 'INITIATION_TIMESTAMP' | 'SCHEDULED_TIMESTAMP',
        Order: 'ASCENDING' | 'DESCENDING',
        limit: number,
      ) => {
        const asked = { instanceId: 'i', question: question('INITIATION_TIMESTAMP'), limit }
        const sort = { FieldName, Order }
        const found = await walk<ContactRow>((after) =>
          ask(store, 'searchContacts', { ...asked, sort, ...after }),
        )
        return found.map(({ details }) => (details?.initiatedAt ?? 0) - someTime)
      }
      for (const limit of [1, 2, 5, 50]) {
        assert.deepEqual(await times('INITIATION_TIMESTAMP', 'ASCENDING', limit), [1, 3, 5, 7, 9])
        assert.deepEqual(await times('SCHEDULED_TIMESTAMP', 'ASCENDING', limit), [9, 7, 5, 3, 1])
        assert.deepEqual(await times('SCHEDULED_TIMESTAMP', 'DESCENDING', limit), [5, 7, 9, 1, 3])
      }
      const { totalCount } = await ask(store, 'searchContacts', {
        instanceId: 'i',
        question: question('SCHEDULED_TIMESTAMP'),
        sort: { FieldName: 'CHANNEL', Order: 'ASCENDING' },
        limit: 1,
      })
      assert.equal(totalCount, 3)
    })
  })
