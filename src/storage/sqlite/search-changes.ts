// The list of cases that changed, which searches follow.
import { type Connection, statement } from './connection.ts'
import type { SearchState } from './search-file.ts'

export type SearchChange = {
  readonly pk: number
  readonly domainPk: number
  readonly casePk: number
  readonly nonce: number
}

/** Appends to the list, in the transaction of the change itself. */
export const noteChanges = ({ db }: Pick<Connection, 'db'>) => {
  const insert = statement(
    db,
    `insert into search_changes (domain_pk, case_pk, nonce)
     values (?, ?, abs(random() % 4294967296))`,
  )
  return (domainPk: number, casePk: number): void => {
    insert.run(domainPk, casePk)
  }
}

/** What came after a place in the list, oldest first. */
export const changesAfter = ({ db }: Connection) => {
  const select = statement<SearchChange>(
    db,
    `select pk, domain_pk as "domainPk", case_pk as "casePk", nonce
     from search_changes where pk > ? order by pk limit ?`,
  )
  return (after: number, limit: number): SearchChange[] => select.all(after, limit)
}

/** The last place in the list. */
export const lastChange = ({ db }: Connection) => {
  const last = statement<{ seq: number }>(
    db,
    `select seq from sqlite_sequence where name = 'search_changes'`,
  )
  return (): number => last.get()?.seq ?? 0
}

/** Whether segments that have come so far are of this very database, and nothing is missing behind them. */
export const continues = ({ db }: Connection, { done, nonce }: SearchState): boolean => {
  if (done > 0) {
    const row = statement<{ nonce: number }>(db, 'select nonce from search_changes where pk = ?')
    return row.get(done)?.nonce === nonce
  }
  const first = statement<{ pk: number }>(db, 'select pk from search_changes order by pk limit 1')
  const any = statement<{ pk: number }>(db, 'select pk from cases limit 1')
  return (first.get()?.pk ?? 1) === 1 && (first.get() !== undefined || any.get() === undefined)
}

/** Begin the list anew, with every case that there is. */
export const noteEverything = ({ db }: Connection): void => {
  db.exec(`begin immediate;
    delete from search_changes;
    delete from sqlite_sequence where name = 'search_changes';
    insert into search_changes (domain_pk, case_pk, nonce)
      select domain_pk, pk, abs(random() % 4294967296) from cases order by pk;
    commit`)
}
