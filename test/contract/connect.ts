// What a store does with instances of Amazon Connect and what lies in them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { InstanceRow } from '../../src/domain/connect/rows.ts'
import { ask, type OpenPlace, put, settingIn } from './place.ts'
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
  })
