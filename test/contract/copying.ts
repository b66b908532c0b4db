// What a store tells when everything is copied: all rows of a kind, page by page.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RuleFiringRow } from '../../src/domain/rows.ts'
import type { Change, Cursor, Page, Store } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, settingIn, walk } from './place.ts'
import { contactArn, newId, someTime } from './rows.ts'

type Kind = 'allContacts' | 'allFiles' | 'allRuleFirings' | 'allTokens'

const all = (store: Store, kind: Kind, limit: number) =>
  walk<unknown>(
    (after: { after?: Cursor }) => ask(store, kind, { limit, ...after }) as Promise<Page<unknown>>,
  )

const numbers = [3, 1, 4, 2, 5]

export const copyContract = (open: OpenPlace) =>
  describe('copying', () => {
    test('[B-1309] all contacts, files, fired rules and kept answers are told once each', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { scope } = own
      const row = own.case()
      const contacts = numbers.map((number) => {
        return { arn: contactArn(`${number}`), channel: 'VOICE', connectedToSystemAt: someTime }
      })
      const files = numbers.map((number) => {
        return { arn: `arn:file/${number}`, scope, caseId: row.id, name: `${number}` }
      })
      const firings = numbers.map((number): RuleFiringRow => {
        const rest = {
          sequence: 1,
          at: someTime,
          actions: [],
          cause: [],
          stepsDone: 0,
          failures: 0,
        }
        return { id: newId(), scope, caseId: row.id, ruleId: `${number}`, notBefore: 1, ...rest }
      })
      const tokens = numbers.map((number) => {
        return { key: `key ${number}`, answer: 'a', expiresAt: someTime + number }
      })
      await put(
        store,
        ...contacts.map((each): Change => ({ change: 'contact.put', row: each })),
        ...files.map((each): Change => ({ change: 'file.put', row: each })),
        ...firings.map((each): Change => ({ change: 'ruleFiring.put', row: each })),
        ...tokens.map((each): Change => ({ change: 'token.put', row: each })),
      )
      for (const limit of [1, 2, 5, 100]) {
        assert.deepEqual(await all(store, 'allContacts', limit), contacts)
        assert.deepEqual(await all(store, 'allFiles', limit), files)
        assert.deepEqual(await all(store, 'allRuleFirings', limit), firings)
        assert.deepEqual(new Set(await all(store, 'allTokens', limit)), new Set(tokens))
      }
    })
  })
