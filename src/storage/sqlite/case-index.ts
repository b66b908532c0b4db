// What searches look through, kept in the transaction of the case itself, so that a search sees every write
// answered before it: typed values, tags, and folded words. An update writes only what differs.
import type { Configs, DomainConfig, DomainScope } from '../../domain/domain-config.ts'
import { caseIndexEntries } from '../../domain/index-entries.ts'
import type { CaseRow } from '../../domain/rows.ts'
import type { Tags } from '../../model/common.ts'
import { domainWords } from '../predicate-sql.ts'
import { type Connection, statement } from './connection.ts'
import { StaleVersion } from './failures.ts'
import { valueIndex } from './value-index.ts'

export type CaseIndex = {
  insert(place: IndexPlace, row: CaseRow): void
  update(place: IndexPlace, before: CaseRow, after: CaseRow): void
  remove(casePk: number): void
}

export type IndexPlace = {
  readonly domain: DomainConfig
  readonly domainPk: number
  readonly pk: number
}

/** Where an entry belongs; the types of the values come from the configuration in this transaction. */
export const indexPlace = (
  configs: Configs,
  scope: DomainScope,
  domainPk: number,
  pk: number,
): IndexPlace => {
  const domain = configs.domain(scope)
  if (domain === undefined) throw new StaleVersion(`domain ${scope}`)
  return { domain, domainPk, pk }
}

export const caseIndex = ({ db }: Connection): CaseIndex => {
  const values = valueIndex(db, 'case')
  const tags = tagIndex(db)
  const insertWords = statement(db, 'insert into case_words (rowid, words) values (?, ?)')
  const deleteWords = statement(db, 'delete from case_words where rowid = ?')
  return {
    insert: (place, row) => {
      const entries = caseIndexEntries(place.domain, row)
      values.change(place, [], entries.values)
      tags.insert(place, row.tags)
      if (entries.words !== '')
        insertWords.run(place.pk, domainWords(place.domainPk, entries.words))
    },
    update: (place, before, after) => {
      const old = caseIndexEntries(place.domain, before)
      const entries = caseIndexEntries(place.domain, after)
      values.change(place, old.values, entries.values)
      if (before.tags !== after.tags) {
        tags.remove(place.pk)
        tags.insert(place, after.tags)
      }
      if (old.words === entries.words) return
      if (old.words !== '') deleteWords.run(place.pk)
      if (entries.words !== '')
        insertWords.run(place.pk, domainWords(place.domainPk, entries.words))
    },
    remove: (casePk) => {
      values.remove(casePk)
      tags.remove(casePk)
      deleteWords.run(casePk)
    },
  }
}

const tagIndex = (db: Connection['db']) => {
  const insert = statement(
    db,
    'insert into case_tags (case_pk, key, value, domain_pk) values (?, ?, ?, ?)',
  )
  const remove = statement(db, 'delete from case_tags where case_pk = ?')
  return {
    insert: ({ pk, domainPk }: IndexPlace, tags: Tags): void => {
      for (const [key, value] of Object.entries(tags)) insert.run(pk, key, value, domainPk)
    },
    remove: (casePk: number): void => {
      remove.run(casePk)
    },
  }
}
