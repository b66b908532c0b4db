// Instances of Amazon Connect and what lies in them. A document has whatever a row has beside its keys.
import type { ConnectResourceRow, InstanceRow } from '../../domain/connect/rows.ts'
import type { Queries } from '../contract.ts'
import { lookup, type Reading } from './lookup.ts'
import { insertInto, rowStatement } from './rows-in.ts'
import { named, type Session } from './session.ts'

type InstanceRecord = { id: string; document: string }

export const connectInstance = lookup<
  Queries['connectInstance']['takes'],
  InstanceRecord,
  Queries['connectInstance']['gives']
>({
  name: 'connect_instance',
  types: ['text'],
  sql: (id) => `select i.id, i.document from connect_instances as i where i.id = ${id}`,
  keys: ({ id }) => [id],
  gives: (_, [record]) => record && toInstance(record),
})

export const connectInstances = async ({ session }: Reading): Promise<InstanceRow[]> =>
  (await session.rows<InstanceRecord>(allInstances)).map(toInstance)

const allInstances = named(
  'connect_instances',
  'select id, document from connect_instances order by position',
)

const putStatement = insertInto(
  'connect_instances',
  { id: 'text', document: 'text' },
  'on conflict (id) do update set document = excluded.document',
)

export const putInstances = (session: Session, rows: readonly InstanceRow[]): Promise<number> =>
  putStatement.run(
    session,
    rows.map(({ id, ...document }) => ({ id, document: JSON.stringify(document) })),
  )

type ResourceRecord = {
  instance_id: string
  kind: ConnectResourceRow['kind']
  id: string
  name: string
  position: number
  document: string
}

const resourceColumns = 's.instance_id, s.kind, s.id, s.name, s.position, s.document'
const ofKind = (instanceId: string, kind: string) =>
  `from connect_resources as s where s.instance_id = ${instanceId} and s.kind = ${kind}`

export const connectResource = lookup<
  Queries['connectResource']['takes'],
  ResourceRecord,
  Queries['connectResource']['gives']
>({
  name: 'connect_resource',
  types: ['text', 'text', 'text'],
  sql: (instanceId, kind, id) =>
    `select ${resourceColumns} ${ofKind(instanceId, kind)} and s.id = ${id}`,
  keys: ({ instanceId, kind, id }) => [instanceId, kind, id],
  gives: (_, [record]) => record && toResource(record),
})

export const connectResourceByName = lookup<
  Queries['connectResourceByName']['takes'],
  ResourceRecord,
  Queries['connectResourceByName']['gives']
>({
  name: 'connect_resource_by_name',
  types: ['text', 'text', 'text'],
  sql: (instanceId, kind, name) =>
    `select ${resourceColumns} ${ofKind(instanceId, kind)} and s.name = ${name}`,
  keys: ({ instanceId, kind, name }) => [instanceId, kind, name],
  gives: (_, [record]) => record && toResource(record),
})

export const connectResources = async (
  { session }: Reading,
  { instanceId, kind, limit, after }: Queries['connectResources']['takes'],
): Promise<Queries['connectResources']['gives']> => {
  const values = [instanceId, kind, after?.[0] ?? 0, limit + 1]
  const records = await session.rows<ResourceRecord>(resourcePage, values)
  const rows = records.slice(0, limit).map(toResource)
  const last = records[limit - 1]
  return records.length > limit && last !== undefined ? { rows, next: [last.position] } : { rows }
}

const resourcePage = named(
  'connect_resources',
  `select ${resourceColumns} ${ofKind('$1', '$2')} and s.position > $3 order by s.position limit $4`,
)

export const connectResourceCount = async (
  { session }: Reading,
  { instanceId, kind }: Queries['connectResourceCount']['takes'],
): Promise<number> => {
  const [found] = await session.rows<{ count: number }>(resourceCount, [instanceId, kind])
  return found?.count ?? 0
}

const resourceCount = named(
  'connect_resource_count',
  `select count(*) as count ${ofKind('$1', '$2')}`,
)

const putResourceStatement = insertInto(
  'connect_resources',
  { instance_id: 'text', kind: 'text', id: 'text', name: 'text', document: 'text' },
  `on conflict (instance_id, kind, id) do update set name = excluded.name,
     document = excluded.document`,
)

export const putResources = (
  session: Session,
  rows: readonly ConnectResourceRow[],
): Promise<number> =>
  putResourceStatement.run(
    session,
    rows.map(({ instanceId, kind, id, name, ...document }) => ({
      instance_id: instanceId,
      kind,
      id,
      name,
      document: JSON.stringify(document),
    })),
  )

const deleteStatement = rowStatement(
  'delete_connect_resources',
  { table: 'connect_resources', columns: { instance_id: 'text', kind: 'text', id: 'text' } },
  (rows) => `delete from connect_resources as s using ${rows}
    where s.instance_id = v.instance_id and s.kind = v.kind and s.id = v.id`,
)

export const deleteResources = (
  session: Session,
  rows: readonly ConnectResourceRow[],
): Promise<number> =>
  deleteStatement.run(
    session,
    rows.map(({ instanceId, kind, id }) => ({ instance_id: instanceId, kind, id })),
  )

const toResource = (record: ResourceRecord): ConnectResourceRow => {
  const { instance_id: instanceId, kind, id, name, document } = record
  return { instanceId, kind, id, name, ...JSON.parse(document) }
}

const toInstance = ({ id, document }: InstanceRecord): InstanceRow => ({
  id,
  ...JSON.parse(document),
})
