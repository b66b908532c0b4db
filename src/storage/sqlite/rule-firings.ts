// Fired rules whose actions are not all done, and what rules that time fires have seen.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { RuleFiringRow, TimedMarkRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

export type FiringRecord = {
  id: string
  scope: DomainScope
  case_id: string
  not_before: number
  document: string
}

export const toFiringRow = ({
  id,
  scope,
  case_id,
  not_before,
  document,
}: FiringRecord): RuleFiringRow => ({
  id,
  scope,
  caseId: case_id,
  notBefore: not_before,
  ...JSON.parse(document),
})

export const fromFirings = `select f.id, d.id as scope, f.case_id, f.not_before, f.document
  from rule_firings as f join domains as d on d.pk = f.domain_pk`

type FiringQuery = 'ruleFiring' | 'ruleFirings' | 'timedMarks'

export const ruleFiringQueries = ({ db, domainPk }: Connection) => {
  const byId = statement<FiringRecord>(db, `${fromFirings} where f.id = ?`)
  // One that waits holds back the later ones of its case and no other.
  const due = statement<FiringRecord>(
    db,
    `${fromFirings} where f.not_before <= ? and not exists (
       select 1 from rule_firings as earlier where earlier.case_id = f.case_id and earlier.pk < f.pk
     ) order by f.pk limit ?`,
  )
  const marks = statement<{ case_id: string; value_ms: number }>(
    db,
    `select case_id, value_ms from timed_marks
     where case_id in (select value from json_each(?)) and rule_id = ? and domain_pk = ?`,
  )
  return {
    timedMarks: ({ scope, ruleId, caseIds }) =>
      marks
        .all(JSON.stringify(caseIds), ruleId, domainPk(scope))
        .map(({ case_id: caseId, value_ms: valueMs }) => ({ scope, ruleId, caseId, valueMs })),
    ruleFiring: ({ id }) => {
      const record = byId.get(id)
      return record === undefined ? undefined : toFiringRow(record)
    },
    ruleFirings: ({ nowMs, limit }) => due.all(nowMs, limit).map(toFiringRow),
  } satisfies { [K in FiringQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

export const ruleFiringChanges = ({ db, domainPk }: Connection) => {
  const put = statement(
    db,
    `insert into rule_firings (domain_pk, id, case_id, not_before, document) values (?, ?, ?, ?, ?)
     on conflict (id) do update set not_before = excluded.not_before, document = excluded.document`,
  )
  const remove = statement(db, 'delete from rule_firings where id = ?')
  const mark = statement(
    db,
    `insert into timed_marks (domain_pk, rule_id, case_id, value_ms) values (?, ?, ?, ?)
     on conflict (case_id, rule_id) do update set value_ms = excluded.value_ms`,
  )
  return {
    mark: ({ scope, ruleId, caseId, valueMs }: TimedMarkRow): void => {
      mark.run(domainPk(scope), ruleId, caseId, valueMs)
    },
    put: ({ id, scope, caseId, notBefore, ...document }: RuleFiringRow): void => {
      put.run(domainPk(scope), id, caseId, notBefore, JSON.stringify(document))
    },
    remove: ({ id }: RuleFiringRow): void => {
      remove.run(id)
    },
  }
}
