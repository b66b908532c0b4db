// Attached files, and what is left of them when they go.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Attachment, CaseRow, FileRow } from '../../src/domain/rows.ts'
import type { Change, Store } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, settingIn } from './place.ts'
import { creation, newId, someTime } from './rows.ts'

const fileOf = (row: CaseRow, more: Partial<Attachment> = {}): FileRow => {
  const id = more.id ?? newId()
  return {
    arn: `arn:file/${id}`,
    scope: row.scope,
    caseId: row.id,
    name: 'Übersicht “1”.pdf',
    attachment: {
      id,
      status: 'PROCESSING',
      sizeInBytes: 104_857_600,
      createdAt: someTime,
      createdBy: { ConnectUserArn: 'arn:user' },
      tags: { team: 'a' },
      ...more,
    },
  }
}

const changed = (file: FileRow, more: Partial<Attachment>): FileRow => ({
  ...file,
  attachment: { ...(file.attachment as Attachment), ...more },
})

const putFile = (row: FileRow): Change => ({ change: 'file.put', row })

const idOf = ({ attachment }: FileRow) => attachment?.id ?? ''

/** What is abandoned, as `id blob`, and forget it. */
const takeAbandoned = async (store: Store): Promise<string[]> => {
  const rows = await ask(store, 'abandonedFiles', { limit: 100 })
  await put(store, ...rows.map((row): Change => ({ change: 'abandonedFile.delete', row })))
  return rows.map(({ fileId, blob = '-' }) => `${fileId} ${blob}`)
}

export const fileContract = (open: OpenPlace) =>
  describe('attached files', () => {
    test('[B-708] [B-1000] a file is found by its ARN, its id and its bytes', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const row = own.case()
      const whole = fileOf(row, {
        status: 'REJECTED',
        blob: 'b',
        refusal: 'INVALID_FILE_TYPE',
        expiresAt: someTime,
      })
      const plain = fileOf(row)
      const { attachment: _, ...told } = fileOf(row)
      await put(store, ...creation(row), ...[whole, plain, told].map(putFile))
      const check = async (of: Store) => {
        for (const file of [whole, plain, told]) {
          assert.deepEqual(await ask(of, 'fileByArn', { arn: file.arn }), file)
        }
        assert.deepEqual(await ask(of, 'fileById', { id: idOf(whole) }), whole)
        assert.equal(await ask(of, 'fileById', { id: newId() }), undefined)
        assert.deepEqual(await ask(of, 'fileByBlob', { blob: 'b' }), whole)
        assert.equal(await ask(of, 'fileByBlob', { blob: 'c' }), undefined)
        const arns = [told.arn, 'arn:file/unknown', whole.arn]
        const found = await ask(of, 'filesByArns', { arns })
        assert.deepEqual(new Set(found.map(({ arn }) => arn)), new Set([told.arn, whole.arn]))
      }
      await check(store)
      await place.close(store)
      await check(await place.open())
    })

    test('[B-1005] the attachments of a case are counted, but for the rejected', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const [row, second] = [own.case(), own.case()]
      const { attachment: _, ...told } = fileOf(row)
      const files = [fileOf(row), fileOf(row, { status: 'APPROVED' }), fileOf(second), told]
      const gone = fileOf(row, { status: 'REJECTED' })
      await put(store, ...creation(row), ...creation(second), ...[...files, gone].map(putFile))
      const count = (caseId: string, scope = own.scope) =>
        ask(store, 'attachmentCount', { scope, caseId })
      assert.deepEqual([await count(row.id), await count(second.id)], [2, 1])
      assert.equal(await count(row.id, other.scope), 0)
    })

    test('[B-1031] files expire in the order of their times', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      const files = [3, 1, 2].map((ms) => fileOf(row, { expiresAt: someTime + ms }))
      await put(store, ...creation(row), ...[...files, fileOf(row)].map(putFile))
      const expired = async (ms: number, limit = 10) =>
        (await ask(store, 'expiredFiles', { nowMs: someTime + ms, limit })).map(idOf)
      assert.deepEqual(await expired(0), [])
      assert.deepEqual(
        await expired(2),
        [files[1], files[2]].map((file) => idOf(file as FileRow)),
      )
      assert.equal((await expired(9, 2)).length, 2)
    })

    test('[B-1036] those that a scanner has to see are told, the oldest first', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      const [first, second] = [fileOf(row, { blob: 'a' }), fileOf(row, { blob: 'b' })]
      const others = [fileOf(row), fileOf(row, { status: 'APPROVED', blob: 'c' })]
      await put(store, ...creation(row), ...[first, second, ...others].map(putFile))
      const waiting = async () => (await ask(store, 'unscannedFiles', { limit: 10 })).map(idOf)
      assert.deepEqual(await waiting(), [idOf(first), idOf(second)])
      await put(store, putFile(changed(first, { status: 'APPROVED' })))
      assert.deepEqual(await waiting(), [idOf(second)])
    })

    test('[B-1030] [B-1032] what a file no longer needs is abandoned with the change', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      const file = fileOf(row, { expiresAt: someTime })
      const id = idOf(file)
      await put(store, ...creation(row), putFile(file))
      const after = async (next: FileRow | undefined) => {
        const change: Change =
          next === undefined ? { change: 'file.delete', row: file } : putFile(next)
        await put(store, change)
        return takeAbandoned(store)
      }
      assert.deepEqual(await after({ ...file, name: 'another.pdf' }), [])
      // Its bytes are kept: what was staged of them may go.
      assert.deepEqual(await after(changed(file, { blob: 'a' })), [`${id} -`])
      assert.deepEqual(await after(changed(file, { blob: 'a', status: 'APPROVED' })), [])
      assert.deepEqual(await after(changed(file, { status: 'REJECTED' })), [`${id} a`])
      assert.deepEqual(await after(undefined), [`${id} -`])
      assert.deepEqual(await ask(store, 'fileById', { id }), undefined)
    })

    test('[B-1033] so is what a deleted case, or domain, had', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const [row, kept] = [own.case(), own.case()]
      const [one, two, three] = ['1', '2', '3'].map((blob) => {
        return fileOf(blob === '3' ? kept : row, { status: 'APPROVED', blob })
      }) as [FileRow, FileRow, FileRow]
      const { attachment: _, ...told } = fileOf(row)
      const files = [one, two, three, told].map(putFile)
      await put(store, ...creation(row), ...creation(kept), ...files)
      await put(store, { change: 'case.delete', row })
      const left = await takeAbandoned(store)
      assert.deepEqual(left.sort(), [`${idOf(one)} 1`, `${idOf(two)} 2`].sort())
      await put(store, { change: 'domain.delete', scope: own.scope })
      for (const takes of [{ id: idOf(three) }]) {
        assert.equal(await ask(store, 'fileById', takes), undefined)
      }
      while ((await store.sweep(someTime, 100)).removed > 0);
      assert.deepEqual(await takeAbandoned(store), [`${idOf(three)} 3`])
    })

    test('[B-1016] what an instance lets be attached is kept for each scope', async () => {
      await using setting = await settingIn(open)
      const { store } = setting
      const row = { instanceId: 'i', scope: 'CASE', modifiedAt: someTime } as const
      const whole = { ...row, sizeMax: 1, extensions: ['pdf'] }
      const more = [{ ...row, scope: 'TASK' } as const, { ...row, instanceId: 'j' }]
      for (const each of [row, ...more, whole]) {
        await put(store, { change: 'attachedFilesConfiguration.put', row: each })
      }
      const found = await ask(store, 'attachedFilesConfigurations', { instanceId: 'i' })
      const byScope = [...found].sort((a, b) => (a.scope < b.scope ? -1 : 1))
      assert.deepEqual(byScope, [whole, more[0]])
    })
  })
