// Attached files in PostgreSQL: what is asked for by column has a column, the rest is a JSON document. What a file
// no longer needs of its bytes is written down with every statement that changes or deletes it.
import type { DomainScope } from '../../domain/domain-config.ts'
import type {
  AbandonedFileRow,
  AttachedFilesConfigurationRow,
  Attachment,
  FileRow,
} from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { alsoOf, caseKeys, lookup, type Reading } from './lookup.ts'
import { insertInto, keyStatement, rowStatement } from './rows-in.ts'
import { named, type Session } from './session.ts'

type Asked<N extends keyof Queries> = Queries[N]['takes']
type Given<N extends keyof Queries> = Queries[N]['gives']

export type FileRecord = {
  arn: string
  scope: DomainScope
  case_id: string
  file_id: string | null
  status: Attachment['status'] | null
  blob: string | null
  expires_at: number | null
  document: string
  position: number
}

/** What no query asks for by column. */
type Document = Pick<FileRow, 'name'> &
  Partial<Pick<Attachment, 'createdAt' | 'createdBy' | 'refusal' | 'sizeInBytes' | 'tags'>>

// A deleted domain has no files any more, though its rows are still there to be purged.
export const fromFiles = `select f.arn, d.id::text as scope, f.case_id, f.file_id, f.status, f.blob,
    f.expires_at, f.document, f.position
  from files as f join domains as d on d.pk = f.domain and not d.deleted`

const one = <N extends 'fileByArn' | 'fileByBlob' | 'fileById'>(
  name: string,
  column: string,
  key: (takes: Asked<N>) => string,
) =>
  lookup<Asked<N>, FileRecord, Given<N>>({
    name,
    types: ['text'],
    sql: (value) => `${fromFiles} where f.${column} = ${value} limit 1`,
    keys: (takes) => [key(takes)],
    gives: (_, [record]) => record && toFileRow(record),
  })

export const fileByArn = one<'fileByArn'>('file_by_arn', 'arn', ({ arn }) => arn)
export const fileById = one<'fileById'>('file_by_id', 'file_id', ({ id }) => id)
export const fileByBlob = one<'fileByBlob'>('file_by_blob', 'blob', ({ blob }) => blob)

export const filesByArns = async (
  { session }: Reading,
  { arns }: Asked<'filesByArns'>,
): Promise<FileRow[]> => (await byArns.rows<FileRecord>(session, arns)).map(toFileRow)

const byArns = keyStatement('files_by_arns', 'text', (is) => `${fromFiles} where f.arn ${is}`)

export const attachmentCount = lookup<Asked<'attachmentCount'>, { count: number }, number>({
  name: 'attachment_count',
  types: ['uuid', 'integer'],
  sql: (caseId, domain) => `select count(*) as count from files as f
    where f.case_id = ${caseId} and ${alsoOf(domain, 'f')} and f.file_id is not null
      and f.status <> 'REJECTED'`,
  keys: caseKeys,
  gives: (_, [record]) => record?.count ?? 0,
})

export const expiredFiles = async (
  { session }: Reading,
  { nowMs, limit }: Asked<'expiredFiles'>,
): Promise<FileRow[]> => (await session.rows<FileRecord>(expired, [nowMs, limit])).map(toFileRow)

const expired = named(
  'expired_files',
  `${fromFiles} where f.expires_at <= $1 order by f.expires_at limit $2`,
)

export const unscannedFiles = async (
  { session }: Reading,
  { limit }: Asked<'unscannedFiles'>,
): Promise<FileRow[]> => (await session.rows<FileRecord>(unscanned, [limit])).map(toFileRow)

const unscanned = named(
  'unscanned_files',
  `${fromFiles} where f.status = 'PROCESSING' and f.blob is not null order by f.position limit $1`,
)

type AbandonedRecord = { key: number; file_id: string; blob: string | null }

export const abandonedFiles = async (
  { session }: Reading,
  { limit }: Asked<'abandonedFiles'>,
): Promise<AbandonedFileRow[]> => {
  const records = await session.rows<AbandonedRecord>(abandoned, [limit])
  return records.map(({ key, file_id: fileId, blob }) => ({
    key,
    fileId,
    ...(blob === null ? {} : { blob }),
  }))
}

const abandoned = named(
  'abandoned_files',
  'select key, file_id, blob from abandoned_files order by key limit $1',
)

export const attachedFilesConfigurations = async (
  { session }: Reading,
  { instanceId }: Asked<'attachedFilesConfigurations'>,
): Promise<AttachedFilesConfigurationRow[]> => {
  const records = await session.rows<{ document: string }>(configurations, [instanceId])
  return records.map(({ document }) => JSON.parse(document))
}

const configurations = named(
  'attached_files_configurations',
  'select document from attached_files_configurations where instance_id = $1',
)

const columns = {
  arn: 'text',
  domain: 'integer',
  case_id: 'uuid',
  file_id: 'text',
  status: 'text',
  blob: 'text',
  expires_at: 'bigint',
  document: 'text',
} as const

const put = insertInto(
  'files',
  columns,
  `on conflict (arn) do update set domain = excluded.domain, case_id = excluded.case_id,
     file_id = excluded.file_id, status = excluded.status, blob = excluded.blob,
     expires_at = excluded.expires_at, document = excluded.document`,
)

// An upload that has come leaves what was staged of it, other bytes leave the old ones.
const abandon = rowStatement(
  'abandon_changed_files',
  { table: 'files', columns },
  (rows, key) => `insert into abandoned_files (file_id, blob)
    select f.file_id, f.blob from ${rows} join files as f on f.arn = ${key}
    where f.file_id is not null and (
      (f.blob is not null and v.blob is distinct from f.blob)
      or (f.status = 'PROCESSING' and f.blob is null
        and (v.status <> 'PROCESSING' or v.blob is not null)))`,
)

export type PlacedFile = { readonly row: FileRow; readonly domain: number }

export const putFiles = async (session: Session, files: readonly PlacedFile[]): Promise<void> => {
  const rows = files.map(columnsOf)
  await Promise.all([abandon.run(session, rows), put.run(session, rows)])
}

/** A statement that deletes files and writes down their bytes. */
const deletion = (where: string): string =>
  `with gone as (delete from files where ${where} returning file_id, blob),
     bytes as (insert into abandoned_files (file_id, blob)
       select file_id, blob from gone where file_id is not null)
   select 1 from gone`

/** The same with a name; `$1` is what `where` asks for. */
export const deletionOfFiles = (name: string, where: string) => named(name, deletion(where))

const remove = keyStatement('delete_files', 'text', (is) => deletion(`arn ${is}`))

export const deleteFiles = (session: Session, rows: readonly FileRow[]): Promise<number> =>
  remove.run(
    session,
    rows.map(({ arn }) => arn),
  )

export const deleteAbandoned = async (
  session: Session,
  rows: readonly AbandonedFileRow[],
): Promise<void> => {
  if (rows.length > 0) await session.run(removeAbandoned, [rows.map(({ key }) => key)])
}

const removeAbandoned = named(
  'delete_abandoned_files',
  'delete from abandoned_files where key = any($1::bigint[])',
)

const putConfiguration = insertInto(
  'attached_files_configurations',
  { instance_id: 'text', scope: 'text', document: 'text' },
  'on conflict (instance_id, scope) do update set document = excluded.document',
)

export const putConfigurations = (
  session: Session,
  rows: readonly AttachedFilesConfigurationRow[],
): Promise<number> =>
  putConfiguration.run(
    session,
    rows.map((row) => ({
      instance_id: row.instanceId,
      scope: row.scope,
      document: JSON.stringify(row),
    })),
  )

const columnsOf = ({ row: { arn, caseId, name, attachment }, domain }: PlacedFile) => {
  const { id = null, status = null, blob, expiresAt, ...rest } = attachment ?? {}
  return {
    arn,
    domain,
    case_id: caseId,
    file_id: id,
    status,
    blob: blob ?? null,
    expires_at: expiresAt ?? null,
    document: JSON.stringify({ name, ...rest } satisfies Document),
  }
}

export const toFileRow = (record: FileRecord): FileRow => {
  const { arn, scope, case_id: caseId, file_id: id, status, blob, expires_at: expiresAt } = record
  const { name, ...rest } = JSON.parse(record.document) as Document
  const row = { arn, scope, caseId, name }
  if (id === null || status === null) return row
  const attachment = {
    id,
    status,
    ...rest,
    ...(blob === null ? {} : { blob }),
    ...(expiresAt === null ? {} : { expiresAt }),
  }
  return { ...row, attachment: attachment as Attachment }
}
