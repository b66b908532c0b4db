// A case goes, with everything that is its own. Its history may be long: it is left to `sweep`, and nobody can
// reach it without its case.
import type { PlacedCase } from './cases.ts'
import { deletionOfFiles } from './files.ts'
import { insertInto, keyStatement, rowStatement } from './rows-in.ts'
import { mustWrite, type Session } from './session.ts'

const ofCases = (table: string, type: 'text' | 'uuid' = 'uuid') =>
  keyStatement(`remove_${table}`, type, (is) => `delete from ${table} where case_id ${is}`)

const parts = ['related_item_values', 'related_items', 'case_values', 'case_tags', 'case_words']
  .map((table) => ofCases(table))
  .concat(ofCases('timed_marks', 'text'))

const cases = rowStatement(
  'remove_cases',
  { table: 'cases', columns: { case_id: 'uuid', domain: 'integer', sequence: 'bigint' } },
  (rows, key) => `delete from cases as c using ${rows}
    where c.case_id = ${key} and c.domain = v.domain and c.sequence = v.sequence`,
)

/** Have the histories of some cases purged. */
export const histories = insertInto('purges', { case_id: 'uuid' }, 'on conflict do nothing')

const files = deletionOfFiles('remove_files', 'case_id = any($1::uuid[])')

/** Fails if one of them is not in the version that it was. */
export const removeCases = async (
  session: Session,
  removed: readonly PlacedCase[],
): Promise<void> => {
  if (removed.length === 0) return
  const ids = removed.map(({ row }) => row.id)
  const versions = removed.map(({ row, domain }) => ({
    case_id: row.id,
    domain,
    sequence: row.chain.sequence,
  }))
  await Promise.all([
    ...parts.map((part) => part.run(session, ids)),
    session.run(files, [ids]),
    mustWrite(removed.length, 'cases', cases.run(session, versions)),
    histories.run(
      session,
      ids.map((id) => ({ case_id: id })),
    ),
  ])
}

/** A case that comes again with the id of a deleted one starts anew: what is left of the old history goes now. */
export const forgetHistories = async (
  session: Session,
  caseIds: readonly string[],
): Promise<void> => {
  if (caseIds.length === 0) return
  await Promise.all([leftover.run(session, caseIds), purged.run(session, caseIds)])
}

const leftover = keyStatement(
  'forget_histories',
  'uuid',
  (is) => `delete from audit_events where case_id ${is}
    and case_id in (select p.case_id from purges as p where p.case_id ${is})`,
)
const purged = keyStatement(
  'forget_purges',
  'uuid',
  (is) => `delete from purges where case_id ${is}`,
)
