// Configuration: kept in memory as immutable snapshots, each the state of one version. The database's version
// grows with every change, whichever server makes it; a snapshot that is behind takes over the rows that are
// newer.
import type {
  CaseRule,
  Configs,
  DomainConfig,
  DomainScope,
  Field,
  Layout,
  Template,
} from '../../domain/domain-config.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import type { DomainId } from '../../ids.ts'
import type { Kind, Resource } from '../config-kinds.ts'
import { mustUnderstand } from './migrate.ts'
import { named, type Session } from './session.ts'

/** A version of the configuration, and the numbers that rows know its domains by. */
export type Snapshot = {
  readonly version: number
  readonly configs: Configs
  domainPk(scope: DomainScope): number | undefined
  readonly domains: ReadonlyMap<string, PlacedDomain>
}

export type PlacedDomain = { readonly pk: number; readonly config: DomainConfig }

export const snapshotOf = (
  version: number,
  domains: ReadonlyMap<string, PlacedDomain>,
): Snapshot => {
  const list = [...domains.values()].map(({ config }) => config)
  return {
    version,
    domains,
    configs: { domain: (id) => domains.get(id)?.config, domains: () => list },
    domainPk: (scope) => domains.get(scope)?.pk,
  }
}

/** What is known before anything was read. */
export const noSnapshot: Snapshot = snapshotOf(-1, new Map())

/** The version that the database has now. */
export const currentVersion = async (session: Session): Promise<number> => {
  const [record] = await session.rows<{ version: number }>(versionStatement)
  return record?.version ?? 0
}

const versionStatement = named('config_version', 'select version from config_version')

/** A living domain; without a document if it is what it was. */
type DomainRecord = { pk: number; id: DomainId; name: string; document: string | null }

type ResourceRecord = {
  domain: number
  kind: Kind
  id: string
  name: string
  deleted: boolean
  document: string
}

/** The newest snapshot: `known`, with everything that was changed since. In one snapshot of the database. */
export const refreshed = async (session: Session, known: Snapshot): Promise<Snapshot> => {
  const [version, domains, resources] = await Promise.all([
    currentVersion(session),
    session.rows<DomainRecord>(livingDomains, [known.version]),
    session.rows<ResourceRecord>(newerResources, [known.version]),
  ])
  if (version === known.version) return known
  await mustUnderstand(session)
  return snapshotOf(version, merged(known.domains, domains, resources))
}

// All of them: one that is deleted may have been swept away before another server heard of it.
const livingDomains = named(
  'domains_since',
  `select pk, id, name, case when version > $1 then document end as document
   from domains where not deleted order by pk`,
)

const newerResources = named(
  'config_resources_since',
  `select r.domain, r.kind, r.id, r.name, r.deleted, r.document from config_resources as r
   where r.version > $1 order by r.position`,
)

const merged = (
  known: ReadonlyMap<string, PlacedDomain>,
  domains: readonly DomainRecord[],
  resources: readonly ResourceRecord[],
): ReadonlyMap<string, PlacedDomain> => {
  const all = new Map<string, PlacedDomain>()
  for (const { pk, id, name, document } of domains) {
    const before = known.get(id)
    if (before !== undefined && document === null) {
      all.set(id, before)
      continue
    }
    const { fields, layouts, templates, caseRules, rules } = before?.config ?? empty
    const held = { fields, layouts, templates, caseRules, rules }
    // Storage hands out the scope that the domain gate gave it when the domain was made.
    const scope = id as DomainScope
    all.set(id, { pk, config: { scope, id, name, ...JSON.parse(document ?? '{}'), ...held } })
  }
  const byPk = new Map([...all.values()].map((domain) => [domain.pk, domain]))
  for (const [pk, records] of Map.groupBy(resources, ({ domain }) => domain)) {
    const domain = byPk.get(pk)
    if (domain === undefined) continue
    const config = withResources(domain.config, records)
    all.set(config.id, { pk, config })
  }
  return all
}

/** The document of a resource that is gone whole. */
export const gone = ''

const empty = {
  fields: new Map<string, Field>(),
  layouts: new Map<string, Layout>(),
  templates: new Map<string, Template>(),
  caseRules: new Map<string, CaseRule>(),
  rules: new Map<string, Rule>(),
}

const withResources = (config: DomainConfig, records: readonly ResourceRecord[]): DomainConfig => {
  const { fields, layouts, templates, caseRules, rules } = config
  const maps = {
    fields: new Map(fields),
    layouts: new Map(layouts),
    templates: new Map(templates),
    caseRules: new Map(caseRules),
    rules: new Map(rules),
  }
  for (const { kind, id, name, deleted, document } of records) {
    const map: Map<string, Resource> = maps[kind]
    if (document === gone) map.delete(id)
    else map.set(id, { id, name, deleted, ...JSON.parse(document) })
  }
  return { ...config, ...maps }
}
