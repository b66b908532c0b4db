// Configuration: read whole on opening, then kept in memory as immutable snapshots. A change makes new maps of
// what it touches and nothing else, so every reader keeps the snapshot that it started with.
import type { Configs, DomainConfig, DomainScope } from '../../domain/domain-config.ts'
import type { DomainId } from '../../ids.ts'
import {
  type ConfigChange,
  type Kind,
  kinds,
  type Resource,
  type ResourceOf,
  resourceOf,
} from '../config-kinds.ts'
import { type Connection, type Statement, statement } from './connection.ts'
import { StaleVersion } from './failures.ts'

const tables: { readonly [K in Kind]: string } = {
  fields: 'fields',
  layouts: 'layouts',
  templates: 'templates',
  caseRules: 'case_rules',
  rules: 'rules',
}

/** Everything the database holds, as one snapshot. */
export const loadConfigs = ({ db }: Connection): Configs => {
  const domains = statement<{ pk: number; id: DomainId; name: string; document: string }>(
    db,
    'select pk, id, name, document from domains where deleted = 0 order by pk',
  ).all()
  const maps = Object.fromEntries(kinds.map((kind) => [kind, loadKind(db, kind)])) as {
    [K in Kind]: Map<number, Map<string, ResourceOf[K]>>
  }
  const configs = domains.map(({ pk, id, name, document }): DomainConfig => {
    return {
      // Storage hands out the scope that the domain gate gave it when the domain was made.
      scope: id as DomainScope,
      id,
      name,
      ...JSON.parse(document),
      fields: maps.fields.get(pk) ?? new Map(),
      layouts: maps.layouts.get(pk) ?? new Map(),
      templates: maps.templates.get(pk) ?? new Map(),
      caseRules: maps.caseRules.get(pk) ?? new Map(),
      rules: maps.rules.get(pk) ?? new Map(),
    }
  })
  return snapshot(new Map(configs.map((config) => [config.id, config])))
}

/** Applies a change to the tables and answers with the snapshot after it. */
export const configChanges = (connection: Connection) => {
  const { db, domainPk } = connection
  const putDomain = statement(
    db,
    `insert into domains (id, name, deleted, document) values (?, ?, 0, ?)
     on conflict (id) do update set name = excluded.name, document = excluded.document`,
  )
  const deleteDomain = statement(db, 'update domains set deleted = 1 where id = ?')
  const removeRule = statement(db, 'delete from rules where domain_pk = ? and id = ?')
  const put = Object.fromEntries(kinds.map((kind) => [kind, putStatement(db, kind)])) as {
    [K in Kind]: Statement<never>
  }
  const putResource = (domain: DomainConfig, kind: Kind, resource: Resource): void => {
    const { id, name, deleted, ...document } = resource
    const pk = domainPk(domain.scope)
    put[kind].run(pk, id, name, deleted ? 1 : 0, JSON.stringify(document))
  }
  return (configs: Configs, change: ConfigChange): Configs => {
    if (change.change === 'domain.put') {
      const { domain } = change
      const { id, name, scope, fields, layouts, templates, caseRules, rules, ...document } = domain
      putDomain.run(id, name, JSON.stringify(document))
      const known = configs.domain(id)
      for (const kind of kinds) {
        for (const resource of domain[kind].values()) {
          if (known?.[kind].get(resource.id) === resource) continue
          putResource(domain, kind, resource)
        }
      }
      return withDomain(configs, domain)
    }
    if (change.change === 'domain.delete') {
      deleteDomain.run(change.scope)
      return withoutDomain(configs, change.scope)
    }
    const domain = configs.domain(change.scope)
    if (domain === undefined) throw new StaleVersion(`domain ${change.scope}`)
    if (change.change === 'rule.delete') {
      removeRule.run(domainPk(domain.scope), change.rule.id)
      const rules = new Map(domain.rules)
      rules.delete(change.rule.id)
      return withDomain(configs, { ...domain, rules })
    }
    const [kind, resource] = resourceOf(change)
    putResource(domain, kind, resource)
    const map = new Map<string, Resource>(domain[kind]).set(resource.id, resource)
    return withDomain(configs, { ...domain, [kind]: map })
  }
}

const putStatement = (db: Connection['db'], kind: Kind): Statement<never> =>
  statement(
    db,
    `insert into ${tables[kind]} (domain_pk, id, name, deleted, document) values (?, ?, ?, ?, ?)
     on conflict (domain_pk, id) do update set name = excluded.name, deleted = excluded.deleted,
       document = excluded.document`,
  )

const loadKind = (db: Connection['db'], kind: Kind): Map<number, Map<string, Resource>> => {
  const records = statement<{
    domain_pk: number
    id: string
    name: string
    deleted: number
    document: string
  }>(
    db,
    `select r.domain_pk, r.id, r.name, r.deleted, r.document
     from ${tables[kind]} as r join domains as d on d.pk = r.domain_pk
     where d.deleted = 0 order by r.pk`,
  ).all()
  const byDomain = new Map<number, Map<string, Resource>>()
  for (const { domain_pk, id, name, deleted, document } of records) {
    const map = byDomain.get(domain_pk) ?? new Map<string, Resource>()
    map.set(id, { id, name, deleted: deleted === 1, ...JSON.parse(document) })
    byDomain.set(domain_pk, map)
  }
  return byDomain
}

const snapshot = (domains: ReadonlyMap<string, DomainConfig>): Configs => {
  const list = [...domains.values()]
  return { domain: (id) => domains.get(id), domains: () => list }
}

const withDomain = (configs: Configs, domain: DomainConfig): Configs =>
  snapshot(byId(configs).set(domain.id, domain))

const withoutDomain = (configs: Configs, scope: DomainScope): Configs => {
  const domains = byId(configs)
  domains.delete(scope)
  return snapshot(domains)
}

const byId = (configs: Configs): Map<string, DomainConfig> =>
  new Map(configs.domains().map((domain) => [domain.id, domain]))
