// Instances of Amazon Connect and what lies in them. A document has whatever a row has beside its keys.
import type { ConnectResourceRow, InstanceRow } from '../../domain/connect/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type ConnectQuery =
  | 'connectInstance'
  | 'connectInstances'
  | 'connectResource'
  | 'connectResourceByName'
  | 'connectResourceCount'
  | 'connectResources'

type Answers = { [K in ConnectQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }

type InstanceRecord = { id: string; document: string }

type ResourceRecord = {
  pk: number
  instance_id: string
  kind: ConnectResourceRow['kind']
  id: string
  name: string
  document: string
}

export const connectQueries = ({ db }: Connection): Answers => {
  const one = statement<InstanceRecord>(
    db,
    'select id, document from connect_instances where id = ?',
  )
  const all = statement<InstanceRecord>(
    db,
    'select id, document from connect_instances order by pk',
  )
  return {
    connectInstance: ({ id }) => {
      const record = one.get(id)
      return record === undefined ? undefined : toInstance(record)
    },
    connectInstances: () => all.all().map(toInstance),
    ...resourceQueries(db),
  }
}

const resourceQueries = (db: Connection['db']) => {
  const ofKind = 'from connect_resources where instance_id = ? and kind = ?'
  const byId = statement<ResourceRecord>(db, `select * ${ofKind} and id = ?`)
  const byName = statement<ResourceRecord>(db, `select * ${ofKind} and name = ?`)
  const page = statement<ResourceRecord>(db, `select * ${ofKind} and pk > ? order by pk limit ?`)
  const count = statement<{ count: number }>(db, `select count(*) as count ${ofKind}`)
  return {
    connectResource: ({ instanceId, kind, id }) => toResource(byId.get(instanceId, kind, id)),
    connectResourceByName: ({ instanceId, kind, name }) =>
      toResource(byName.get(instanceId, kind, name)),
    connectResources: ({ instanceId, kind, limit, after }) => {
      const records = page.all(instanceId, kind, after?.[0] ?? 0, limit + 1)
      const shown = records.slice(0, limit)
      const last = shown.at(-1)
      const rows = shown.flatMap((record) => toResource(record) ?? [])
      return records.length > limit && last !== undefined ? { rows, next: [last.pk] } : { rows }
    },
    connectResourceCount: ({ instanceId, kind }) => count.get(instanceId, kind)?.count ?? 0,
  } satisfies Partial<Answers>
}

export const connectChanges = ({ db }: Connection) => {
  const putInstance = statement(
    db,
    `insert into connect_instances (id, document) values (?, ?)
     on conflict (id) do update set document = excluded.document`,
  )
  const putResource = statement(
    db,
    `insert into connect_resources (instance_id, kind, id, name, document) values (?, ?, ?, ?, ?)
     on conflict (instance_id, kind, id) do update set name = excluded.name,
       document = excluded.document`,
  )
  const removeResource = statement(
    db,
    'delete from connect_resources where instance_id = ? and kind = ? and id = ?',
  )
  return {
    instance: ({ id, ...document }: InstanceRow): void => {
      putInstance.run(id, JSON.stringify(document))
    },
    resource: ({ instanceId, kind, id, name, ...document }: ConnectResourceRow): void => {
      putResource.run(instanceId, kind, id, name, JSON.stringify(document))
    },
    removeResource: ({ instanceId, kind, id }: ConnectResourceRow): void => {
      removeResource.run(instanceId, kind, id)
    },
  }
}

const toInstance = ({ id, document }: InstanceRecord): InstanceRow => ({
  id,
  ...JSON.parse(document),
})

const toResource = (record: ResourceRecord | undefined): ConnectResourceRow | undefined => {
  if (record === undefined) return undefined
  const { instance_id: instanceId, kind, id, name, document } = record
  return { instanceId, kind, id, name, ...JSON.parse(document) }
}
