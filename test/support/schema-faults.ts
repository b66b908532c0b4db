// What of a schema in PostgreSQL Citus could not spread as `placement.ts` says, or would refuse.
import pg from 'pg'
import { type Placement, placements } from '../../src/storage/postgres/placement.ts'

type Table = { readonly name: string; readonly columns: Readonly<Record<string, string>> }
type Key = {
  readonly table: string
  readonly name: string
  readonly columns: readonly string[]
  readonly primary: boolean
}

/** The faults of the schema that the address names, each a sentence. */
export const schemaFaults = async (
  url: string,
  placed: Readonly<Record<string, Placement>> = placements,
): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<Table>(allTables)
    const keys = await client.query<Key>(allKeys)
    const refused = await client.query<{ what: string }>(whatIsRefused)
    return [
      ...unplaced(tables.rows, placed),
      ...Object.entries(placed).flatMap(([table, placement]) =>
        faultsOf(table, placement, {
          placed,
          tables: new Map(tables.rows.map(({ name, columns }) => [name, columns])),
          keys: keys.rows.filter((key) => key.table === table),
        }),
      ),
      ...refused.rows.map(({ what }) => what),
    ]
  } finally {
    await client.end()
  }
}

const unplaced = (tables: readonly Table[], placed: Readonly<Record<string, Placement>>) =>
  tables.flatMap(({ name }) => (Object.hasOwn(placed, name) ? [] : [`${name} has no placement`]))

type Known = {
  readonly placed: Readonly<Record<string, Placement>>
  readonly tables: ReadonlyMap<string, Readonly<Record<string, string>>>
  readonly keys: readonly Key[]
}

const faultsOf = (table: string, placement: Placement, known: Known): string[] => {
  const { placed, tables, keys } = known
  const columns = tables.get(table)
  if (columns === undefined) return [`${table} is not there`]
  if (placement.on === 'coordinator') return []
  // Without one a row cannot be told from others when it moves to another machine.
  const faults = keys.some(({ primary }) => primary) ? [] : [`${table} has no primary key`]
  if (placement.on === 'everywhere') return faults
  const { by, beside } = placement
  const type = columns[by]
  if (type === undefined) return [...faults, `${table} has no column ${by}`]
  const other = placed[beside]
  if (other?.on !== 'spread' || other.beside !== beside) {
    faults.push(`${table} lies beside ${beside}, which leads no group`)
  } else if (tables.get(beside)?.[other.by] !== type) {
    faults.push(`${table} cannot lie beside ${beside}: ${by} has another type`)
  }
  const without = keys.filter((key) => !key.columns.includes(by))
  return [...faults, ...without.map(({ name }) => `${name} of ${table} does not have ${by}`)]
}

const inSchema = `n.nspname = current_schema()`

const allTables = `
  select c.relname as name,
    json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) as columns
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where ${inSchema} and c.relkind in ('r', 'p') group by c.relname order by c.relname`

const allKeys = `
  select t.relname as table, c.relname as name, i.indisprimary as primary,
    array(select a.attname::text from pg_attribute as a
      where a.attrelid = t.oid and a.attnum = any(i.indkey)) as columns
  from pg_index as i join pg_class as c on c.oid = i.indexrelid
  join pg_class as t on t.oid = i.indrelid join pg_namespace as n on n.oid = t.relnamespace
  where ${inSchema} and i.indisunique order by c.relname`

// A foreign key may go from a spread table to one that is everywhere, or between tables that lie beside each other;
// there is none, and none is needed. Of numbers that the database gives out it spreads only the long ones.
const whatIsRefused = `
  select format('%s of %s is a foreign key', k.conname, t.relname) as what
  from pg_constraint as k join pg_class as t on t.oid = k.conrelid
  join pg_namespace as n on n.oid = t.relnamespace where ${inSchema} and k.contype = 'f'
  union all
  select format('%s of %s is an exclusion', k.conname, t.relname)
  from pg_constraint as k join pg_class as t on t.oid = k.conrelid
  join pg_namespace as n on n.oid = t.relnamespace where ${inSchema} and k.contype = 'x'
  union all
  select format('%s has the trigger %s', t.relname, g.tgname)
  from pg_trigger as g join pg_class as t on t.oid = g.tgrelid
  join pg_namespace as n on n.oid = t.relnamespace where ${inSchema} and not g.tgisinternal
  union all
  select format('%s.%s is given out, and no bigint', t.relname, a.attname)
  from pg_attribute as a join pg_class as t on t.oid = a.attrelid
  join pg_namespace as n on n.oid = t.relnamespace
  where ${inSchema} and a.attidentity <> '' and a.atttypid <> 'bigint'::regtype
  union all
  select format('%s.%s is a number of a sequence of its own', t.relname, a.attname)
  from pg_attrdef as d join pg_class as t on t.oid = d.adrelid
  join pg_namespace as n on n.oid = t.relnamespace
  join pg_attribute as a on a.attrelid = t.oid and a.attnum = d.adnum
  where ${inSchema} and pg_get_expr(d.adbin, d.adrelid) like 'nextval(%'`
