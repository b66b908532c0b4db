// A case goes, with everything that is its own. Its history may be long: it is left to `sweep`, and nobody can
// reach it without its case.
import type { PlacedCase } from './cases.ts'
import { deletionOfFiles } from './files.ts'
import { rowStatement } from './rows-in.ts'
import { mustWrite, named, type Session } from './session.ts'

const ofCases = (table: string) =>
  named(`remove_${table}`, `delete from ${table} where case_id = any($1::uuid[])`)

const parts = ['related_item_values', 'related_items', 'case_values', 'case_tags', 'case_words']
  .map(ofCases)
  .concat(named('remove_timed_marks', 'delete from timed_marks where case_id = any($1::text[])'))
  .concat(deletionOfFiles('remove_files', 'case_id = any($1::uuid[])'))

const rows = rowStatement(
  'remove_cases',
  { case_id: 'uuid', domain: 'integer', sequence: 'bigint' },
  (table) => `delete from cases as c using ${table}
    where c.case_id = v.case_id and c.domain = v.domain and c.sequence = v.sequence`,
)

const histories = named(
  'purge_histories',
  'insert into purges (case_id) select unnest($1::uuid[]) on conflict do nothing',
)

/** Fails if one of them is not in the version that it was. */
export const removeCases = async (
  session: Session,
  cases: readonly PlacedCase[],
): Promise<void> => {
  if (cases.length === 0) return
  const ids = cases.map(({ row }) => row.id)
  const versions = cases.map(({ row, domain }) => ({
    case_id: row.id,
    domain,
    sequence: row.chain.sequence,
  }))
  await Promise.all([
    ...parts.map((statement) => session.run(statement, [ids])),
    mustWrite(cases.length, 'cases', rows.run(session, versions)),
    session.run(histories, [ids]),
  ])
}

/** A case that comes again with the id of a deleted one starts anew: what is left of the old history goes now. */
export const forgetHistories = async (
  session: Session,
  caseIds: readonly string[],
): Promise<void> => {
  if (caseIds.length === 0) return
  await Promise.all([session.run(leftover, [caseIds]), session.run(purged, [caseIds])])
}

const leftover = named(
  'forget_histories',
  `delete from audit_events where case_id in
     (select p.case_id from purges as p where p.case_id = any($1::uuid[]))`,
)
const purged = named('forget_purges', 'delete from purges where case_id = any($1::uuid[])')
