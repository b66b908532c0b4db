// Attached files in SQLite: what is asked for by column has a column, the rest is a JSON document. What a file no
// longer needs of its bytes is written down by triggers (migration 0003), whichever statement made it so.
import type { DomainScope } from '../../domain/domain-config.ts'
import type {
  AbandonedFileRow,
  AttachedFilesConfigurationRow,
  Attachment,
  FileRow,
} from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type FileQuery =
  | 'abandonedFiles'
  | 'attachedFilesConfigurations'
  | 'attachmentCount'
  | 'expiredFiles'
  | 'fileByArn'
  | 'fileByBlob'
  | 'fileById'
  | 'filesByArns'
  | 'unscannedFiles'

export type FileRecord = {
  arn: string
  scope: DomainScope
  case_id: string
  name: string
  file_id: string | null
  status: Attachment['status'] | null
  blob: string | null
  expires_at: number | null
  document: string | null
}

/** What no query asks for by column. */
type Document = Pick<Attachment, 'createdAt' | 'createdBy' | 'refusal' | 'sizeInBytes' | 'tags'>

// A deleted domain has no files any more, though its rows are still there to be purged.
export const fromFiles = `select f.arn, d.id as scope, f.case_id, f.name, f.file_id, f.status, f.blob, f.expires_at,
  f.document from files as f join domains as d on d.pk = f.domain_pk and d.deleted = 0`

export const fileQueries = ({ db, domainPk }: Connection) => {
  const one = (where: string) => {
    const select = statement<FileRecord>(db, `${fromFiles} where ${where} limit 1`)
    return (value: string): FileRow | undefined => {
      const record = select.get(value)
      return record === undefined ? undefined : toFileRow(record)
    }
  }
  const byArn = one('f.arn = ?')
  const byId = one('f.file_id = ?')
  const byBlob = one('f.blob = ?')
  const byArns = statement<FileRecord>(
    db,
    `${fromFiles} where f.arn in (select value from json_each(?))`,
  )
  const count = statement<{ files: number }>(
    db,
    `select count(*) as files from files
     where domain_pk = ? and case_id = ? and file_id is not null and status <> 'REJECTED'`,
  )
  const expired = statement<FileRecord>(
    db,
    `${fromFiles} where f.expires_at <= ? order by f.expires_at limit ?`,
  )
  const unscanned = statement<FileRecord>(
    db,
    `${fromFiles} where f.status = 'PROCESSING' and f.blob is not null order by f.pk limit ?`,
  )
  return {
    fileByArn: ({ arn }) => byArn(arn),
    fileById: ({ id }) => byId(id),
    fileByBlob: ({ blob }) => byBlob(blob),
    filesByArns: ({ arns }) => byArns.all(JSON.stringify(arns)).map(toFileRow),
    attachmentCount: ({ scope, caseId }) => count.get(domainPk(scope), caseId)?.files ?? 0,
    expiredFiles: ({ nowMs, limit }) => expired.all(nowMs, limit).map(toFileRow),
    unscannedFiles: ({ limit }) => unscanned.all(limit).map(toFileRow),
    ...upkeepQueries(db),
  } satisfies { [K in FileQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

const upkeepQueries = (db: Connection['db']) => {
  const abandoned = statement<{ pk: number; file_id: string; blob: string | null }>(
    db,
    'select pk, file_id, blob from abandoned_files order by pk limit ?',
  )
  const configurations = statement<{ document: string }>(
    db,
    'select document from attached_files_configurations where instance_id = ?',
  )
  return {
    abandonedFiles: ({ limit }: { limit: number }): AbandonedFileRow[] =>
      abandoned.all(limit).map(({ pk, file_id, blob }) => ({
        key: pk,
        fileId: file_id,
        ...(blob === null ? {} : { blob }),
      })),
    attachedFilesConfigurations: (takes: { instanceId: string }): AttachedFilesConfigurationRow[] =>
      configurations.all(takes.instanceId).map(({ document }) => JSON.parse(document)),
  }
}

export const fileChanges = ({ db, domainPk }: Connection) => {
  const put = statement(
    db,
    `insert into files (arn, domain_pk, case_id, name, file_id, status, blob, expires_at, document)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (arn) do update set domain_pk = excluded.domain_pk, case_id = excluded.case_id,
       name = excluded.name, file_id = excluded.file_id, status = excluded.status,
       blob = excluded.blob, expires_at = excluded.expires_at, document = excluded.document`,
  )
  const remove = statement(db, 'delete from files where arn = ?')
  const removeAbandoned = statement(db, 'delete from abandoned_files where pk = ?')
  const putConfiguration = statement(
    db,
    `insert into attached_files_configurations (instance_id, scope, document) values (?, ?, ?)
     on conflict (instance_id, scope) do update set document = excluded.document`,
  )
  return {
    put: (row: FileRow): void => {
      put.run(row.arn, domainPk(row.scope), row.caseId, row.name, ...columnsOf(row.attachment))
    },
    remove: (row: FileRow): void => {
      remove.run(row.arn)
    },
    removeAbandoned: (row: AbandonedFileRow): void => {
      removeAbandoned.run(row.key)
    },
    putConfiguration: (row: AttachedFilesConfigurationRow): void => {
      putConfiguration.run(row.instanceId, row.scope, JSON.stringify(row))
    },
  }
}

const columnsOf = (attachment: Attachment | undefined) => {
  if (attachment === undefined) return [null, null, null, null, null] as const
  const { id, status, blob, expiresAt, ...document } = attachment
  return [id, status, blob ?? null, expiresAt ?? null, JSON.stringify(document)] as const
}

export const toFileRow = (record: FileRecord): FileRow => {
  const { arn, scope, case_id, name, file_id, status, blob, expires_at, document } = record
  const row = { arn, scope, caseId: case_id, name }
  if (file_id === null || status === null || document === null) return row
  const attachment: Attachment = {
    id: file_id,
    status,
    ...(JSON.parse(document) as Document),
    ...(blob === null ? {} : { blob }),
    ...(expires_at === null ? {} : { expiresAt: expires_at }),
  }
  return { ...row, attachment }
}
