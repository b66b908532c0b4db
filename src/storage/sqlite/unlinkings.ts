// Deleted cases whose links from other cases are still to be removed.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { UnlinkingRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type UnlinkingRecord = { scope: DomainScope; case_id: string; actor: string }

export const unlinkings = ({ db }: Connection) => {
  const oldest = statement<UnlinkingRecord>(
    db,
    `select d.id as scope, u.case_id, u.actor
     from unlinkings as u join domains as d on d.pk = u.domain_pk order by u.pk limit ?`,
  )
  return ({ limit }: Queries['unlinkings']['takes']): Queries['unlinkings']['gives'] =>
    oldest.all(limit).map(({ scope, case_id: caseId, actor }) => ({
      scope,
      caseId,
      actor: JSON.parse(actor),
    }))
}

export const unlinkingChanges = ({ db, domainPk }: Connection) => {
  const put = statement(db, 'insert into unlinkings (domain_pk, case_id, actor) values (?, ?, ?)')
  const remove = statement(db, 'delete from unlinkings where case_id = ?')
  return {
    put: ({ scope, caseId, actor }: UnlinkingRow): void => {
      put.run(domainPk(scope), caseId, JSON.stringify(actor))
    },
    remove: ({ caseId }: UnlinkingRow): void => {
      remove.run(caseId)
    },
  }
}
