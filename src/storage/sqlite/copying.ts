// All rows of a kind, page by page, and outgoing events at the positions that they had: for copying everything
// from one store to another.
import type { OutgoingRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import type { CopyChange, CopyQueries } from '../copy-contract.ts'
import { type TokenRecord, toToken } from './account.ts'
import { type Connection, statement } from './connection.ts'
import { type ContactRecord, contactColumns, toContact } from './contacts.ts'
import { type FileRecord, fromFiles, toFileRow } from './files.ts'
import { type FiringRecord, fromFirings, toFiringRow } from './rule-firings.ts'

type Answers = { [K in keyof CopyQueries]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }

export const copyQueries = ({ db }: Connection): Answers => ({
  allContacts: paged<ContactRecord, Answers['allContacts']>(db, contactColumns, 'pk', toContact),
  allFiles: paged<FileRecord, Answers['allFiles']>(
    db,
    fromFiles.replace('select ', 'select f.pk, '),
    'f.pk',
    toFileRow,
  ),
  allRuleFirings: paged<FiringRecord, Answers['allRuleFirings']>(
    db,
    fromFirings.replace('select ', 'select f.pk, '),
    'f.pk',
    toFiringRow,
  ),
  allTokens: paged<TokenRecord, Answers['allTokens']>(db, 'select * from tokens', 'pk', toToken),
})

const paged = <
  Record,
  Answer extends Answers[keyof Answers],
  Row extends ReturnType<Answer>['rows'][number] = ReturnType<Answer>['rows'][number],
>(
  db: Connection['db'],
  from: string,
  key: string,
  toRow: (record: Record) => Row,
) => {
  const page = statement<Record & { pk: number }>(
    db,
    `${from} where ${key} > ? order by ${key} limit ?`,
  )
  return ({ limit, after }: { limit: number; after?: readonly (string | number | null)[] }) => {
    const records = page.all(after?.[0] ?? 0, limit + 1)
    const shown = records.slice(0, limit)
    const last = shown.at(-1)
    const rows = shown.map(toRow)
    return records.length > limit && last !== undefined ? { rows, next: [last.pk] } : { rows }
  }
}

export const restoreOutgoing = ({ db, domainPk }: Connection) => {
  const insert = statement(
    db,
    'insert into outbox (pk, domain_pk, at, case_id, sequence, event) values (?, ?, ?, ?, ?, ?)',
  )
  const known = statement<{ seq: number }>(
    db,
    `select seq from sqlite_sequence where name = 'outbox'`,
  )
  const begin = statement(db, `insert into sqlite_sequence (name, seq) values ('outbox', ?)`)
  const raise = statement(db, `update sqlite_sequence set seq = max(seq, ?) where name = 'outbox'`)
  const put = ({ position, scope, at, caseId, sequence, event }: OutgoingRow): void => {
    insert.run(position, scope === undefined ? 0 : domainPk(scope), at, caseId, sequence, event)
  }
  return ({ rows, latest }: CopyChange): void => {
    rows.forEach(put)
    if (known.get() === undefined) begin.run(latest)
    else raise.run(latest)
  }
}
