// What a store does with the rows of cases: their changes, and the questions that name them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CaseRow } from '../../src/domain/rows.ts'
import type { Change } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, refused, type Setting, settingIn, stale, walk } from './place.ts'
import {
  comment,
  contact,
  contactArn,
  creation,
  custom,
  file,
  link,
  mac,
  newId,
  revision,
  someTime,
} from './rows.ts'

const byId = ({ store }: Setting, { scope, id }: Pick<CaseRow, 'id' | 'scope'>) =>
  ask(store, 'caseById', { scope, caseId: id })

const sorted = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort()

export const caseContract = (open: OpenPlace) =>
  describe('cases', () => {
    test('[B-708] a case comes back as it was put, also after a restart', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const row = wholeCase(setting)
      await put(store, ...creation(row))
      assert.deepEqual(await byId(setting, row), row)
      await place.close(store)
      const again = await place.open()
      const takes = { scope: own.scope, caseId: row.id }
      assert.deepEqual(await ask(again, 'caseById', takes), row)
    })

    test('[B-708] every member of a case that can change is changed', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      await put(store, ...creation(row))
      const { createdAt: _, id: __, chain: ___, ...more } = wholeCase(setting)
      const { after, changes } = revision(row, more)
      await put(store, ...changes)
      assert.deepEqual(await byId(setting, row), after)
      const counts = { relatedItems: 7, files: 2, slas: 1 }
      const next = revision(after, { counts, unmetSlas: [5] })
      await put(store, ...next.changes)
      assert.deepEqual(await byId(setting, row), next.after)
    })

    test('[B-709] a case is found in its own domain only', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const [mine, yours] = [own.case(), other.case()]
      await put(store, ...creation(mine), ...creation(yours))
      assert.deepEqual(await byId(setting, mine), mine)
      assert.equal(await byId(setting, { ...mine, scope: other.scope }), undefined)
      assert.equal(await byId(setting, { ...mine, id: newId() }), undefined)
      const caseIds = [mine.id, yours.id, newId()]
      const found = await ask(store, 'casesByIds', { scope: own.scope, caseIds })
      assert.deepEqual(found, [mine])
    })

    test('[B-705] a change on an older version of a case is refused as a whole', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const row = own.case()
      await put(store, ...creation(row))
      const first = revision(row, { values: { title: { stringValue: 'first' } } })
      const second = revision(row, { values: { title: { stringValue: 'second' } } })
      await put(store, ...first.changes)
      const item = own.item(row, comment('lost'))
      await stale(put(store, { change: 'relatedItem.insert', row: item }, ...second.changes))
      await stale(put(store, { change: 'case.delete', row }))
      assert.deepEqual(await byId(setting, row), first.after)
      const takes = { scope: own.scope, caseId: row.id, relatedItemId: item.id }
      assert.equal(await ask(store, 'relatedItemById', takes), undefined)
      const { after } = first
      const elsewhere = { ...after, scope: other.scope }
      await stale(put(store, { change: 'case.update', before: elsewhere, after: elsewhere }))
      await stale(put(store, { change: 'case.delete', row: elsewhere }))
      assert.deepEqual(await byId(setting, row), after)
    })

    test('[B-705] a case that is not there is neither changed nor given anything', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const attempts = (row: CaseRow): Change[][] => {
        const { changes, event } = revision(row, {})
        const item = own.item(row, comment('late'))
        return [
          [{ change: 'audit.append', row: event }],
          [{ change: 'relatedItem.insert', row: item }],
          [{ change: 'case.delete', row }],
          changes,
        ]
      }
      const kinds = attempts(own.case()).keys()
      for (const kind of kinds) {
        const [never, gone, foreign] = [own.case(), own.case(), other.case()]
        await put(store, ...creation(gone), ...creation(foreign))
        await put(store, { change: 'case.delete', row: gone })
        const elsewhere = { ...foreign, scope: own.scope }
        for (const row of [gone, never, elsewhere]) {
          await stale(put(store, ...(attempts(row)[kind] ?? [])))
        }
        assert.deepEqual(await byId(setting, foreign), foreign)
      }
      const { faults } = await store.verify(mac)
      assert.deepEqual(faults, [])
    })

    test('[B-350] a case that comes again with the id of a deleted one starts anew', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      await put(store, ...creation(row), ...revision(row, {}).changes)
      await put(store, { change: 'case.delete', row: revision(row, {}).after })
      const again = own.case({ id: row.id, values: { title: { stringValue: 'again' } } })
      await put(store, ...creation(again))
      const item = own.item(again, comment('new'))
      await put(store, { change: 'relatedItem.insert', row: item })
      assert.deepEqual(await byId(setting, again), again)
      const takes = { scope: own.scope, caseId: row.id, limit: 10 }
      const { rows } = await ask(store, 'auditEvents', takes)
      assert.deepEqual(
        rows.map(({ sequence }) => sequence),
        [1],
      )
    })

    test('[B-706] no two cases of a domain have the same id', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      await put(store, ...creation(row))
      await refused(put(store, ...creation(own.case({ id: row.id }))), 'ConflictException')
      assert.deepEqual(await byId(setting, row), row)
    })

    test('[B-317] [B-706] a reference number is taken once a domain, in upper and lower case alike', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const numbered = (at: typeof own, stringValue: string) =>
        at.case({ values: { reference_number: { stringValue } } })
      const first = numbered(own, 'Äb-1')
      await put(store, ...creation(first))
      await refused(put(store, ...creation(numbered(own, 'äB-1'))), 'ConflictException')
      await put(store, ...creation(numbered(other, 'Äb-1')))
      const second = numbered(own, 'AB-2')
      await put(store, ...creation(second))
      const move = revision(second, { values: first.values })
      await refused(put(store, ...move.changes), 'ConflictException')
      await put(store, { change: 'case.delete', row: first })
      await put(store, ...creation(numbered(own, 'äB-1')))
    })

    test('[B-318] the first free one of some reference numbers is told', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const take = (at: typeof own, stringValue: string) =>
        put(store, ...creation(at.case({ values: { reference_number: { stringValue } } })))
      await take(own, 'Äa')
      await take(own, 'bb')
      await take(other, 'CC')
      const free = (...candidates: string[]) =>
        ask(store, 'freeReferenceNumber', { scope: own.scope, candidates })
      assert.equal(await free('äA', 'BB', 'cc', 'dd'), 'cc')
      assert.equal(await free('äA', 'bb'), undefined)
      assert.equal(await free(), undefined)
    })

    test('[B-350] [B-709] a deleted case takes all with it that was its own, and nothing else', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const [gone, kept] = [own.case(), own.case()]
      await put(store, ...creation(gone), ...creation(kept))
      const contents = [comment('a'), contact('c'), file('f'), custom({})]
      for (const row of [gone, kept]) {
        for (const content of contents) {
          await put(store, { change: 'relatedItem.insert', row: own.item(row, content) })
        }
        const arn = `arn:of:${row.id}`
        const known = { arn, scope: own.scope, caseId: row.id, name: 'a.pdf' }
        await put(store, { change: 'file.put', row: known })
      }
      await put(store, { change: 'case.delete', row: gone })
      for (const { scope, id: caseId } of [gone, kept]) {
        const many = { scope, caseId, limit: 10, anyOf: [], sorts: [], nowMs: 0 }
        const items = await ask(store, 'relatedItems', many)
        const events = await ask(store, 'auditEvents', { scope, caseId, limit: 10 })
        const found = [items.rows.length, events.rows.length]
        assert.deepEqual(found, caseId === kept.id ? [contents.length, 1] : [0, 0])
        const known = await ask(store, 'fileByArn', { arn: `arn:of:${caseId}` })
        assert.equal(known?.caseId, caseId === kept.id ? kept.id : undefined)
      }
      const all = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 10 }
      const { rows, totalCount } = await ask(store, 'searchCases', all)
      assert.deepEqual([sorted(rows), totalCount], [[kept.id], 1])
    })

    test('[B-470] [B-709] [B-710] the cases of a contact, newest first, each once', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const rows = Array.from({ length: 11 }, (_, index) =>
        own.case({ createdAt: someTime + Math.floor(index / 4) }),
      )
      for (const row of rows) {
        const item = own.item(row, contact('c'))
        await put(store, ...creation(row), { change: 'relatedItem.insert', row: item })
      }
      const [foreign, unrelated, misnamed] = [other.case(), own.case(), own.case()]
      await put(store, ...creation(foreign), ...creation(unrelated), ...creation(misnamed))
      const insert = (item: ReturnType<typeof own.item>) =>
        put(store, { change: 'relatedItem.insert', row: item })
      await insert(other.item(foreign, contact('c')))
      await insert(own.item(unrelated, contact('d')))
      await insert(own.item(misnamed, file('f'), { reference: contactArn('c') }))
      const page = (limit: number, arn = contactArn('c')) =>
        walk((after) =>
          ask(store, 'casesForContact', { scope: own.scope, contactArn: arn, limit, ...after }),
        )
      const all = await page(100)
      assert.deepEqual(sorted(all), sorted(rows))
      const times = all.map(({ createdAt }) => createdAt)
      assert.deepEqual(
        times,
        [...times].sort((a, b) => b - a),
      )
      for (const limit of [1, 2, 3, 4, 11]) assert.deepEqual(await page(limit), all)
      assert.deepEqual(await page(10, contactArn('unknown')), [])
    })

    test('[B-351] [B-709] the links to a case and the cases that have them', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const [target, foreign, bystander] = [own.case(), other.case(), own.case()]
      const linking = [own.case(), own.case(), own.case()]
      for (const row of [target, foreign, bystander, ...linking]) {
        await put(store, ...creation(row))
      }
      const links = linking.map((row) => own.item(row, link(target.id)))
      const others = [
        other.item(foreign, link(target.id)),
        own.item(bystander, link(newId())),
        own.item(bystander, file('f'), { reference: target.id }),
      ]
      for (const row of [...links, ...others]) {
        await put(store, { change: 'relatedItem.insert', row })
      }
      const takes = (limit: number) => ({ scope: own.scope, caseId: target.id, limit })
      assert.deepEqual(sorted(await ask(store, 'linksToCase', takes(10))), sorted(links))
      assert.deepEqual(sorted(await ask(store, 'casesLinkingTo', takes(10))), sorted(linking))
      const [some, of] = await Promise.all([
        ask(store, 'linksToCase', takes(2)),
        ask(store, 'casesLinkingTo', takes(2)),
      ])
      assert.deepEqual(
        some.map(({ caseId }) => caseId),
        of.map(({ id }) => id),
      )
      assert.equal(some.length, 2)
    })
  })

/** A case with something in every member. */
const wholeCase = ({ own }: Setting): CaseRow =>
  own.case({
    templateId: newId(),
    createdAt: someTime + 1,
    updatedAt: someTime + 2,
    tags: { team: 'Übersee', empty: '', 'a b': "'; --" },
    unmetSlas: [someTime, someTime + 1],
    counts: { relatedItems: 3, files: 2, slas: 1 },
    values: {
      reference_number: { stringValue: 'Ref-1' },
      title: { stringValue: 'Größe “quoted” 日本 🙂 \u0001 \\ %_' },
      [own.note]: { stringValue: 'x'.repeat(4100) },
      [own.amount]: { doubleValue: 0.1 + 0.2 },
      [own.urgent]: { booleanValue: false },
      [own.due]: { stringValue: '2026-01-01T00:00:00.001Z' },
      [own.size]: { stringValue: 'large' },
      created_by: { userArnValue: 'arn:aws:iam::000000000000:user/agent' },
      summary: { stringValue: 'line\nline\ttab' },
    },
  })
