// Deleted cases whose links from other cases are still to be removed.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { UnlinkingRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { insertInto } from './rows-in.ts'
import { named, type Session } from './session.ts'

type UnlinkingRecord = { scope: DomainScope; case_id: string; actor: string }

export const unlinkings = async (
  session: Session,
  { limit }: Queries['unlinkings']['takes'],
): Promise<UnlinkingRow[]> => {
  const records = await session.rows<UnlinkingRecord>(oldest, [limit])
  return records.map(({ scope, case_id: caseId, actor }) => ({
    scope,
    caseId,
    actor: JSON.parse(actor),
  }))
}

const oldest = named(
  'unlinkings',
  `select d.id::text as scope, u.case_id, u.actor
   from unlinkings as u join domains as d on d.pk = u.domain order by u.position limit $1`,
)

const insert = insertInto('unlinkings', { case_id: 'uuid', domain: 'integer', actor: 'text' })

export const putUnlinkings = (
  session: Session,
  rows: readonly { readonly row: UnlinkingRow; readonly domain: number }[],
): Promise<number> =>
  insert.run(
    session,
    rows.map(({ row: { caseId, actor }, domain }) => ({
      case_id: caseId,
      domain,
      actor: JSON.stringify(actor),
    })),
  )

export const deleteUnlinkings = async (
  session: Session,
  caseIds: readonly string[],
): Promise<void> => {
  if (caseIds.length > 0) await session.run(remove, [caseIds])
}

const remove = named('delete_unlinkings', 'delete from unlinkings where case_id = any($1::uuid[])')
