// Fired rules whose actions are not all done, and what rules that time fires have seen.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { RuleFiringRow, TimedMarkRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { lookup, type Reading } from './lookup.ts'
import { insertInto, keyStatement, rowStatement } from './rows-in.ts'
import { named, type Session } from './session.ts'

export type FiringRecord = {
  id: string
  scope: DomainScope
  case_id: string
  not_before: number
  document: string
  position: number
}

export const fromFirings = `select f.id, d.id::text as scope, f.case_id, f.not_before, f.document,
    f.position
  from rule_firings as f join domains as d on d.pk = f.domain`

export const ruleFiring = lookup<
  Queries['ruleFiring']['takes'],
  FiringRecord,
  Queries['ruleFiring']['gives']
>({
  name: 'rule_firing',
  types: ['text', 'text'],
  sql: (caseId, id) => `${fromFirings} where f.case_id = ${caseId} and f.id = ${id}`,
  keys: ({ caseId, id }) => [caseId, id],
  gives: (_, [record]) => record && toFiring(record),
})

export const ruleFirings = async (
  { session }: Reading,
  { nowMs, limit }: Queries['ruleFirings']['takes'],
): Promise<RuleFiringRow[]> => (await session.rows<FiringRecord>(due, [nowMs, limit])).map(toFiring)

// One that waits holds back the later ones of its case and no other.
const due = named(
  'due_rule_firings',
  `${fromFirings} where f.not_before <= $1 and not exists (
     select 1 from rule_firings as earlier
     where earlier.case_id = f.case_id and earlier.position < f.position
   ) order by f.position limit $2`,
)

export const timedMarks = async (
  { session, domainPk }: Reading,
  { scope, ruleId, caseIds }: Queries['timedMarks']['takes'],
): Promise<TimedMarkRow[]> => {
  const domain = domainPk(scope)
  if (domain === undefined) return []
  const more = [ruleId, domain]
  const records = await marks.rows<{ case_id: string; value_ms: number }>(session, caseIds, more)
  return records.map(({ case_id: caseId, value_ms: valueMs }) => ({
    scope,
    ruleId,
    caseId,
    valueMs,
  }))
}

const marks = keyStatement(
  'timed_marks',
  'text',
  (is) => `select case_id, value_ms from timed_marks
   where case_id ${is} and rule_id = $2 and domain = $3`,
)

type Placed<Row> = { readonly row: Row; readonly domain: number }

const putFiring = insertInto(
  'rule_firings',
  { case_id: 'text', id: 'text', domain: 'integer', not_before: 'bigint', document: 'text' },
  `on conflict (case_id, id) do update set not_before = excluded.not_before,
     document = excluded.document`,
)

export const putFirings = (
  session: Session,
  firings: readonly Placed<RuleFiringRow>[],
): Promise<number> =>
  putFiring.run(
    session,
    firings.map(({ row: { id, scope: _, caseId, notBefore, ...document }, domain }) => ({
      case_id: caseId,
      id,
      domain,
      not_before: notBefore,
      document: JSON.stringify(document),
    })),
  )

export const deleteFirings = (session: Session, rows: readonly RuleFiringRow[]): Promise<number> =>
  remove.run(
    session,
    rows.map(({ id, caseId }) => ({ case_id: caseId, id })),
  )

const remove = rowStatement(
  'delete_rule_firings',
  { table: 'rule_firings', columns: { case_id: 'text', id: 'text' } },
  (rows, key) => `delete from rule_firings as f using ${rows}
    where f.case_id = ${key} and f.case_id = v.case_id and f.id = v.id`,
)

const putMark = insertInto(
  'timed_marks',
  { case_id: 'text', rule_id: 'text', domain: 'integer', value_ms: 'bigint' },
  'on conflict (case_id, rule_id) do update set value_ms = excluded.value_ms',
)

export const putMarks = (
  session: Session,
  placed: readonly Placed<TimedMarkRow>[],
): Promise<number> =>
  putMark.run(
    session,
    placed.map(({ row: { caseId, ruleId, valueMs }, domain }) => ({
      case_id: caseId,
      rule_id: ruleId,
      domain,
      value_ms: valueMs,
    })),
  )

export const toFiring = (record: FiringRecord): RuleFiringRow => ({
  id: record.id,
  scope: record.scope,
  caseId: record.case_id,
  notBefore: record.not_before,
  ...JSON.parse(record.document),
})
