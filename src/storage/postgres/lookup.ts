// A question that is answered by a few rows of one key: asked once it is a plain statement on that key, asked for
// many keys at a time it is the same select for each of them, in one statement; but where tables are spread over
// machines one statement for each key.
import type { DomainScope } from '../../domain/domain-config.ts'
import { isUuid } from '../../ids.ts'
import { named, type Session, type Value } from './session.ts'

/** Where a question is asked: on which connection, and by which numbers domains are known there. */
export type Reading = {
  readonly session: Session
  /** Undefined if there is no such domain, or no longer. */
  domainPk(scope: DomainScope): number | undefined
}

export type Lookup<Takes, Gives> = {
  /** The answers, in the order of the questions. */
  all(reading: Reading, takes: readonly Takes[]): Promise<Gives[]>
}

type Key = string | number | boolean | null

export type LookupOptions<Takes, Record, Gives> = {
  readonly name: string
  /** The types of the keys: `['uuid', 'text']`. */
  readonly types: readonly string[]
  /** The select; `keys` are the SQL of the keys. */
  sql(...keys: string[]): string
  /** Undefined where it is known that there is nothing. */
  keys(takes: Takes, domainPk: Reading['domainPk']): readonly Key[] | undefined
  gives(takes: Takes, records: Record[]): Gives
}

export const lookup = <Takes, Record extends object, Gives>(
  options: LookupOptions<Takes, Record, Gives>,
): Lookup<Takes, Gives> => {
  const { name, types, sql } = options
  const one = named(name, sql(...types.map((type, index) => `$${index + 1}::${type}`)))
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')
  const columns = types.map((_, index) => `k${index + 1}`)
  const many = named(
    `${name}_many`,
    `select q.n as "~n", x.* from unnest(${arrays}) with ordinality as q(${columns.join(', ')}, n)
     cross join lateral (${sql(...columns.map((column) => `q.${column}`))}) as x`,
  )
  const askOne = async ({ session, domainPk }: Reading, takes: Takes): Promise<Gives> => {
    const keys = options.keys(takes, domainPk)
    const records = keys === undefined ? [] : await session.rows<Record>(one, keys)
    return options.gives(takes, records)
  }
  const askMany = async (
    { session, domainPk }: Reading,
    asked: readonly Takes[],
  ): Promise<Gives[]> => {
    const known = asked.map((takes) => options.keys(takes, domainPk))
    const keys = known.flatMap((each) => (each === undefined ? [] : [each]))
    const places = known.flatMap((each, index) => (each === undefined ? [] : [index]))
    const values: Value[] = types.map((_, column) => keys.map((each) => each[column] ?? null))
    const records = await session.rows<Record & { '~n': number }>(many, values)
    const found = new Map<number, Record[]>()
    for (const { '~n': n, ...record } of records) {
      const place = places[n - 1] ?? -1
      const others = found.get(place)
      if (others === undefined) found.set(place, [record as unknown as Record])
      else others.push(record as unknown as Record)
    }
    return asked.map((takes, index) => options.gives(takes, found.get(index) ?? []))
  }
  return {
    all: async (reading, takes) => {
      const [first, ...others] = takes
      if (first === undefined) return []
      if (others.length === 0) return [await askOne(reading, first)]
      if (reading.session.spread) return Promise.all(takes.map((one) => askOne(reading, one)))
      return askMany(reading, takes)
    },
  }
}

/** The keys of a case, for lookups of one; undefined where there can be none. */
export const caseKeys = (
  { scope, caseId }: { readonly scope: DomainScope; readonly caseId: string },
  domainPk: Reading['domainPk'],
): [caseId: string, domain: number] | undefined => {
  const domain = domainPk(scope)
  return domain === undefined || !isUuid(caseId) ? undefined : [caseId, domain]
}

/**
 * The domain of rows that a case's key finds, as a condition that no index answers: in a database
 * without statistics PostgreSQL takes an index by domain for as good as one by case, and reads all
 * of the domain (600 comments a second instead of 3,900).
 */
export const alsoOf = (domain: string, table: string): string => `${table}.domain + 0 = ${domain}`
