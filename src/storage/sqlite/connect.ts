// Instances of Amazon Connect and what lies in them. A document has whatever a row has beside its keys.
import type { InstanceRow } from '../../domain/connect/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type ConnectQuery = 'connectInstance' | 'connectInstances'

type InstanceRecord = { id: string; document: string }

export const connectQueries = ({ db }: Connection) => {
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
  } satisfies { [K in ConnectQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

export const connectChanges = ({ db }: Connection) => {
  const putInstance = statement(
    db,
    `insert into connect_instances (id, document) values (?, ?)
     on conflict (id) do update set document = excluded.document`,
  )
  return {
    instance: ({ id, ...document }: InstanceRow): void => {
      putInstance.run(id, JSON.stringify(document))
    },
  }
}

const toInstance = ({ id, document }: InstanceRecord): InstanceRow => ({
  id,
  ...JSON.parse(document),
})
