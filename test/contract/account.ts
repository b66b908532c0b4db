// What a store does with rows that are of no case, or only kept for one: contacts, files, answers that are kept,
// access keys, histories.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AccessKeyRow, AuditRow, CaseRow } from '../../src/domain/rows.ts'
import type { Change } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, refused, settingIn, walk } from './place.ts'
import { contactArn, creation, nextEvent, revision, someTime } from './rows.ts'

const keyOf = (id: string, more: Partial<AccessKeyRow> = {}): AccessKeyRow => ({
  id,
  name: `name of ${id}`,
  principalArn: `arn:aws:iam::000000000000:user/${id}`,
  sealedSecret: new Uint8Array([0, 255, 1, 128]),
  createdAt: someTime,
  ...more,
})

export const accountContract = (open: OpenPlace) =>
  describe('contacts, files, kept answers, access keys', () => {
    test('[B-480] [B-708] a contact is known by its ARN, as it was last put', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const row = { arn: contactArn('a'), channel: 'VOICE', connectedToSystemAt: someTime }
      const other = { ...row, arn: contactArn('b') }
      await put(store, { change: 'contact.put', row }, { change: 'contact.put', row: other })
      assert.deepEqual(await ask(store, 'contactByArn', { arn: row.arn }), row)
      const changed = { ...row, channel: 'CHAT', connectedToSystemAt: someTime + 1 }
      await put(store, { change: 'contact.put', row: changed })
      assert.equal(await ask(store, 'contactByArn', { arn: contactArn('c') }), undefined)
      await place.close(store)
      const again = await place.open()
      assert.deepEqual(await ask(again, 'contactByArn', { arn: row.arn }), changed)
      assert.deepEqual(await ask(again, 'contactByArn', { arn: other.arn }), other)
    })

    test('[B-480] [B-708] a file is known by its ARN, as it was last put', async () => {
      await using setting = await settingIn(open)
      const { place, store, own, other } = setting
      const row = { arn: 'arn:file/a', scope: own.scope, caseId: own.case().id, name: 'Größe.pdf' }
      await put(store, { change: 'file.put', row })
      assert.deepEqual(await ask(store, 'fileByArn', { arn: row.arn }), row)
      const changed = { ...row, scope: other.scope, caseId: other.case().id, name: 'b.pdf' }
      await put(store, { change: 'file.put', row: changed })
      assert.equal(await ask(store, 'fileByArn', { arn: 'arn:file/b' }), undefined)
      await place.close(store)
      assert.deepEqual(await ask(await place.open(), 'fileByArn', { arn: row.arn }), changed)
    })

    test('[B-334] [B-840] an answer is kept under its key until its time is over', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const row = { key: 'a key', requestHash: 'hash', answer: '{"a":"ß"}', expiresAt: someTime }
      await put(store, { change: 'token.put', row })
      const kept = (nowMs: number, key = row.key, of = store) =>
        ask(of, 'tokenByKey', { key, nowMs })
      assert.deepEqual(await kept(someTime - 1), row)
      assert.equal(await kept(someTime), undefined)
      assert.equal(await kept(0, 'A key'), undefined)
      const changed = { ...row, requestHash: 'other', answer: 'null', expiresAt: someTime + 5 }
      await put(store, { change: 'token.put', row: changed })
      await place.close(store)
      assert.deepEqual(await kept(someTime + 4, row.key, await place.open()), changed)
    })

    test('[B-708] [B-820] access keys come back as they were put, until they are deleted', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const whole = keyOf('AKIA1', { sessionTokenHash: 'hash', policy: '{}', expiresAt: someTime })
      const [plain, gone] = [keyOf('AKIA2'), keyOf('AKIA3')]
      for (const row of [whole, plain, gone]) await put(store, { change: 'accessKey.put', row })
      await put(store, { change: 'accessKey.delete', id: gone.id })
      await put(store, { change: 'accessKey.delete', id: 'AKIA4' })
      const all = async (of = store) =>
        [...(await ask(of, 'accessKeys', {}))].sort((a, b) => (a.id < b.id ? -1 : 1))
      assert.deepEqual(await all(), [whole, plain])
      assert.deepEqual(await store.accessKey(whole.id), whole)
      assert.equal(await store.accessKey(gone.id), undefined)
      const changed = keyOf(whole.id, { name: 'renamed', createdAt: someTime + 1 })
      await put(store, { change: 'accessKey.put', row: changed })
      assert.deepEqual(await store.accessKey(whole.id), changed)
      await place.close(store)
      assert.deepEqual(await all(await place.open()), [changed, plain])
    })

    test('[B-174] [B-726] a key is what it is now, whichever process changed it', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const tool = await place.beside()
      const row = keyOf('AKIA1')
      for (let round = 0; round < 20; round += 1) {
        assert.equal(await store.accessKey(row.id), undefined)
        await put(tool, { change: 'accessKey.put', row })
        assert.deepEqual(await store.accessKey(row.id), row)
        const narrowed = { ...row, policy: `${round}` }
        await put(store, { change: 'accessKey.put', row: narrowed })
        assert.deepEqual(await store.accessKey(row.id), narrowed)
        assert.deepEqual(await tool.accessKey(row.id), narrowed)
        await put(tool, { change: 'accessKey.delete', id: row.id })
      }
    })
  })

/** A case with a history, oldest event first. */
const withHistory = (row: CaseRow, length: number) => {
  const changes: Change[] = creation(row)
  let last = row
  for (let event = 1; event < length; event += 1) {
    const next = revision(last, {}, `event ${event}`)
    changes.push(...next.changes)
    last = next.after
  }
  const events = changes.flatMap((change) => (change.change === 'audit.append' ? change.row : []))
  return { last, changes, events }
}

export const historyContract = (open: OpenPlace) =>
  describe('histories', () => {
    test('[B-600] [B-708] [B-709] [B-710] a history is told newest first, each event once', async () => {
      await using setting = await settingIn(open)
      const { place, store, own, other } = setting
      const [long, short] = [withHistory(own.case(), 12), withHistory(own.case(), 1)]
      await put(store, ...long.changes, ...short.changes)
      const history = (caseId: string, limit: number, of = store, scope = own.scope) =>
        walk<AuditRow>((after) => ask(of, 'auditEvents', { scope, caseId, limit, ...after }))
      const expected = [...long.events].reverse()
      for (const limit of [1, 2, 11, 12, 100]) {
        assert.deepEqual(await history(long.last.id, limit), expected, `${limit} a page`)
      }
      assert.deepEqual(await history(short.last.id, 1), short.events)
      assert.deepEqual(await history(own.case().id, 1), [])
      assert.deepEqual(await history(long.last.id, 1, store, other.scope), [])
      await place.close(store)
      assert.deepEqual(await history(long.last.id, 5, await place.open()), expected)
    })

    test('[B-606] [B-706] a history has each number once', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { last, changes, events } = withHistory(own.case(), 3)
      await put(store, ...changes)
      const forged = nextEvent({ ...last, chain: { ...last.chain, sequence: 1 } }, 'forged')
      const write = put(store, { change: 'audit.append', row: forged })
      await refused(write, 'ConflictException')
      const takes = { scope: own.scope, caseId: last.id, limit: 10 }
      const { rows } = await ask(store, 'auditEvents', takes)
      assert.deepEqual(rows, [...events].reverse())
    })
  })
