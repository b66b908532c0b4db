// Changes of configuration: made under the lock that keeps every other write out (`transaction.ts`), each a row in
// the version that the transaction makes. They are few, and each is applied at once.
import type { DomainConfig, DomainScope } from '../../domain/domain-config.ts'
import { type ConfigChange, type Kind, kinds, type Resource, resourceOf } from '../config-kinds.ts'
import type { Change } from '../contract.ts'
import { gone, type PlacedDomain, type Snapshot, snapshotOf } from './configs.ts'
import { Overtaken, StaleVersion } from './failures.ts'
import { insertInto } from './rows-in.ts'
import { mustWrite, named, type Session } from './session.ts'

const names: ReadonlySet<string> = new Set<ConfigChange['change']>([
  'domain.put',
  'domain.delete',
  'field.put',
  'layout.put',
  'template.put',
  'caseRule.put',
  'rule.put',
  'rule.delete',
])

export const isConfigChange = (change: Change): change is ConfigChange => names.has(change.change)

/** Begin the next version. Fails if another server has made one meanwhile. */
export const beginVersion = async (session: Session, snapshot: Snapshot): Promise<Snapshot> => {
  const next = snapshot.version + 1
  if ((await session.run(nextVersion, [next, snapshot.version])) !== 1) {
    throw new Overtaken('the configuration was changed meanwhile')
  }
  return snapshotOf(next, snapshot.domains)
}

const nextVersion = named(
  'next_config_version',
  'update config_version set version = $1 where version = $2',
)

/** Write a change; answers with the snapshot after it, of the same version. */
export const changeConfig = async (
  session: Session,
  snapshot: Snapshot,
  change: ConfigChange,
): Promise<Snapshot> => {
  if (change.change === 'domain.put') return putDomain(session, snapshot, change.domain)
  const domain = snapshot.domains.get(change.scope)
  if (change.change === 'domain.delete') {
    await session.run(deleteDomain, [change.scope, snapshot.version])
    return without(snapshot, change.scope)
  }
  if (domain === undefined) throw new StaleVersion(`domain ${change.scope}`)
  if (change.change === 'rule.delete') {
    await session.run(deleteRule, [domain.pk, change.rule.id, snapshot.version, gone])
    const rules = new Map(domain.config.rules)
    rules.delete(change.rule.id)
    return withDomain(snapshot, { ...domain, config: { ...domain.config, rules } })
  }
  const [kind, resource] = resourceOf(change)
  await putResources(session, snapshot, domain.pk, [{ kind, resource }])
  const map = new Map<string, Resource>(domain.config[kind]).set(resource.id, resource)
  return withDomain(snapshot, { ...domain, config: { ...domain.config, [kind]: map } })
}

const deleteDomain = named(
  'delete_domain',
  'update domains set deleted = true, version = $2 where id = $1',
)

const deleteRule = named(
  'delete_rule',
  `update config_resources set deleted = true, version = $3, document = $4
   where domain = $1 and kind = 'rules' and id = $2`,
)

const putDomain = async (
  session: Session,
  snapshot: Snapshot,
  config: DomainConfig,
): Promise<Snapshot> => {
  const known = snapshot.domains.get(config.id)
  const { id, name, scope: _, fields, layouts, templates, caseRules, rules, ...document } = config
  const pk = known?.pk ?? (await newPk(session))
  const values = [pk, id, name, snapshot.version, JSON.stringify(document)]
  await mustWrite(1, `domain ${id}`, session.run(putDomainStatement, values))
  const changed = kinds.flatMap((kind) =>
    [...config[kind].values()]
      .filter((resource: Resource) => known?.config[kind].get(resource.id) !== resource)
      .map((resource) => ({ kind, resource })),
  )
  await putResources(session, snapshot, pk, changed)
  return withDomain(snapshot, { pk, config })
}

const putDomainStatement = named(
  'put_domain',
  `insert into domains (pk, id, name, deleted, version, document) values ($1, $2, $3, false, $4, $5)
   on conflict (pk) do update set name = excluded.name, version = excluded.version,
     document = excluded.document`,
)

/** A number that no domain ever had. */
const newPk = async (session: Session): Promise<number> => {
  const [record] = await session.rows<{ pk: number }>(newPkStatement)
  return record?.pk ?? 0
}

const newPkStatement = named(
  'new_domain_pk',
  'update config_version set domains_made = domains_made + 1 returning domains_made as pk',
)

const putStatement = insertInto(
  'config_resources',
  {
    domain: 'integer',
    kind: 'text',
    id: 'text',
    name: 'text',
    deleted: 'boolean',
    version: 'bigint',
    document: 'text',
  },
  `on conflict (domain, kind, id) do update set name = excluded.name, deleted = excluded.deleted,
     version = excluded.version, document = excluded.document`,
)

const putResources = (
  session: Session,
  { version }: Snapshot,
  domain: number,
  resources: readonly { readonly kind: Kind; readonly resource: Resource }[],
): Promise<number> =>
  putStatement.run(
    session,
    resources.map(({ kind, resource: { id, name, deleted, ...document } }) => ({
      domain,
      kind,
      id,
      name,
      deleted,
      version,
      document: JSON.stringify(document),
    })),
  )

const withDomain = ({ version, domains }: Snapshot, domain: PlacedDomain): Snapshot =>
  snapshotOf(version, new Map(domains).set(domain.config.id, domain))

const without = ({ version, domains }: Snapshot, scope: DomainScope): Snapshot => {
  const rest = new Map(domains)
  rest.delete(scope)
  return snapshotOf(version, rest)
}
