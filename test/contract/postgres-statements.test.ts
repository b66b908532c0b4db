// What is asked of PostgreSQL by the requests that are many: each statement names the key by which its table would
// be spread over machines, so it needs one of them. And what the tables themselves promise for that.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { query } from '../../src/storage/contract.ts'
import { postgresMissing } from '../support/postgres.ts'
import { sentBy } from '../support/sent-statements.ts'
import { put, settingIn } from './place.ts'
import { postgresPlace } from './postgres-place.ts'
import { comment, contact, creation, outgoing, revision, someTime } from './rows.ts'

const folder = join(import.meta.dirname, '../../src/storage/postgres')

/** Unique in a domain or on the server, and so keyed by what is unique. */
const keyedElsewhere: Readonly<Record<string, string>> = {
  reference_numbers: 'number',
  files: 'arn',
  unlinkings: 'case_id',
}

/** Tables with a case in each row, by the columns of their primary key. */
const tablesOfCases = (): Map<string, readonly string[]> => {
  const sql = globSync('migrations/*.sql', { cwd: folder })
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const tables = new Map<string, readonly string[]>()
  for (const [, name = '', body = ''] of sql.matchAll(/create table (\w+) \(\n([\s\S]*?)\n\)/g)) {
    if (!/^ {2}case_id (uuid|text)/m.test(body)) continue
    const [, listed] = /^ {2}primary key \(([^)]+)\)/m.exec(body) ?? []
    const [, single] = /^ {2}(\w+) .*primary key,?$/m.exec(body) ?? []
    tables.set(name, (listed ?? single ?? '').split(', '))
  }
  return tables
}

test('[B-1310] whatever belongs to a case has the case in its key', () => {
  const tables = tablesOfCases()
  assert.ok(tables.size > 10, `saw ${[...tables.keys()]}`)
  for (const [name, key] of tables) {
    // What nobody could do is a copy of an event: it is its consumer's.
    if (name === 'undelivered') continue
    const wanted = keyedElsewhere[name] ?? 'case_id'
    assert.ok(key.includes(wanted), `${name} is keyed by ${key}`)
  }
})

test('[B-1310] no two statements have the same name', () => {
  const names = globSync('*.ts', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    return [
      ...text.matchAll(
        /(?:\bnamed\(\s*|^ {2}name: |(?:insertInto|(?:row|key)Statement|insertRows)\(\s*)'(\w+)'/gm,
      ),
    ].map(([found, name = '']) => (found.startsWith('insertInto') ? `insert_${name}` : name))
  })
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  assert.ok(names.length > 80, `saw ${names.length}`)
  // The two ways in which answers are kept are told apart by their names, and so are all others.
  assert.deepEqual(twice, [])
})

describe('statements', { skip: postgresMissing() }, () => {
  test('[B-1310] each statement of a request that is one of many names the key of its table', async () => {
    await using setting = await settingIn(postgresPlace)
    const { store, own } = setting
    const row = own.case({ values: { reference_number: { stringValue: 'A1' } }, tags: { a: 'b' } })
    const { scope, id: caseId } = row
    const item = own.item(row, contact('c'))
    const sent = await sentBy(async () => {
      await put(store, ...creation(row), { change: 'outbox.append', row: outgoing(row, someTime) })
      await store.write({
        plan: () => ({
          row: query('caseById', { scope, caseId }),
          made: query('itemMadeBy', { scope, caseId, invocation: 'i', sinceMs: 0, nowMs: 0 }),
          token: query('tokenByKey', { key: 'k', nowMs: 0 }),
        }),
        decide: ({ row: before }) => {
          assert.ok(before)
          const { changes } = revision(before, { values: { title: { stringValue: 'new' } } })
          const token = { key: 'k', answer: 'a', expiresAt: 1 }
          return {
            answer: undefined,
            changes: [
              { change: 'relatedItem.insert', row: item },
              { change: 'relatedItem.insert', row: own.item(row, comment('a')) },
              { change: 'token.put', row: token },
              ...changes,
            ],
          }
        },
      })
      await Promise.all([
        store.load({ row: query('caseById', { scope, caseId }) }),
        store.load({ events: query('auditEvents', { scope, caseId, limit: 5 }) }),
        store.load({ slas: query('slasOfCase', { scope, caseId }) }),
        store.load({
          items: query('relatedItems', {
            ...{ scope, caseId, anyOf: [], sorts: [], nowMs: 0, limit: 5 },
          }),
        }),
      ])
    })
    const tables = [...tablesOfCases().keys()]
    let seen = 0
    for (const { text } of sent) {
      const named = tables.filter((table) =>
        new RegExp(`\\b(from|into|update) ${table}\\b`).test(text),
      )
      // The few cases whose links are hidden are known everywhere.
      for (const table of named.filter((name) => name !== 'unlinkings')) {
        seen += 1
        const wanted = new RegExp(`\\b${keyedElsewhere[table] ?? 'case_id'}\\b`)
        assert.match(text, wanted, table)
      }
    }
    assert.ok(seen > 15, `saw ${seen} uses of tables in ${sent.length} statements`)
  })
})
