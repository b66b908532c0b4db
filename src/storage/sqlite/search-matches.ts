// Which cases match a search: counted exactly, and the condition that finds them again for the page. The
// smallest part of the condition, if it is small, leads: its cases are looked up and held against the rest.
import type { Predicate } from '../../domain/predicate.ts'
import {
  isOfValue,
  keysSql,
  type PredicateScope,
  predicateSql,
  type Sql,
  valuedSql,
} from '../predicate-sql.ts'
import { type Connection, statement } from './connection.ts'
import { statementCache } from './statement-cache.ts'

export type Matches = {
  readonly totalCount: number
  /** On `cases as c`; the domain included. */
  readonly condition: Sql
  /** Whether there are so many that walking the order fills a page sooner than sorting all. */
  readonly walked: boolean
}

/** A condition that few cases match, and their keys. */
type Leader = { readonly part: Predicate; readonly keys: ReadonlySet<number> }

/** All keys that a select gives, unless they are many. */
type List = (sql: Sql) => Set<number> | undefined

type Counts = { count(sql: Sql): number; ofDomain(domainPk: number): number }

/** Up to so many matches are collected and sorted, in some 10 ms. */
const collectedMax = 5000

export const caseMatches = ({ db }: Connection) => {
  const counting = statementCache((sql) => statement<{ count: number }>(db, sql))
  const listing = statementCache((sql) => statement<{ pk: number }>(db, sql))
  const cases = statement<{ cases: number }>(
    db,
    'select cases from case_counts where domain_pk = ?',
  )
  const counts: Counts = {
    count: ({ sql, values }) =>
      counting(`select count(*) as count from ${sql}`).get(...values)?.count ?? 0,
    ofDomain: (domainPk) => cases.get(domainPk)?.cases ?? 0,
  }
  const list: List = ({ sql, values }) => {
    const few = `select k.case_pk as pk from (${sql}) as k limit ?`
    const rows = listing(few).all(...values, collectedMax + 1)
    return rows.length <= collectedMax ? new Set(rows.map(({ pk }) => pk)) : undefined
  }
  return (place: PredicateScope, where: Predicate): Matches => {
    const parts = partsOf(where)
    const leader = smallest(place, parts, list)
    const condition = leader === undefined ? unled(place, parts) : led(place, parts, leader)
    const totalCount =
      knownCount(place, parts, leader, counts) ??
      counts.count({ sql: `cases as c where ${condition.sql}`, values: condition.values })
    return totalCount <= collectedMax
      ? { totalCount, condition, walked: false }
      : { totalCount, condition: unled({ ...place, probing: true }, parts), walked: true }
  }
}

/** Conditions that must all hold; the words that no option's label has are one of them. */
const partsOf = (where: Predicate): readonly Predicate[] => {
  const flat = (part: Predicate): readonly Predicate[] =>
    'all' in part ? part.all.flatMap(flat) : [part]
  const isPlainWord = (part: Predicate) => 'word' in part && part.word.options.length === 0
  const parts = flat(where)
  const words = parts.filter(isPlainWord)
  const others = parts.filter((part) => !isPlainWord(part))
  return words.length === 0 ? others : [{ all: words }, ...others]
}

/** The count where indexes tell it without looking at cases. */
const knownCount = (
  place: PredicateScope,
  parts: readonly Predicate[],
  leader: Leader | undefined,
  { count, ofDomain }: Counts,
): number | undefined => {
  const [part, ...others] = parts
  if (others.length > 0) return undefined
  if (leader !== undefined) return leader.keys.size
  const all = () => ofDomain(place.domainPk)
  if (part === undefined) return all()
  if ('fieldId' in part && part.is === 'empty') return all() - count(table(valuedSql(place, part)))
  const negated = 'not' in part ? part.not : undefined
  const keys = namesNoneTwice(negated ?? part) ? keysSql(place, negated ?? part) : undefined
  if (keys === undefined) return undefined
  return negated === undefined ? count(table(keys)) : all() - count(table(keys))
}

const table = ({ sql, values }: Sql): Sql => ({ sql: `(${sql})`, values })

// An `all` of one part is that part, an `all` of several is of plain words.
const namesNoneTwice = (part: Predicate): boolean => {
  if ('all' in part) {
    const [only, ...others] = part.all
    return only !== undefined && (others.length > 0 || namesNoneTwice(only))
  }
  if ('word' in part) return part.word.options.length === 0
  return isOfValue(part) || ('tag' in part && part.tag.key !== undefined)
}

/** The part that fewest cases match, if they are few enough. */
const smallest = (
  place: PredicateScope,
  parts: readonly Predicate[],
  list: List,
): Leader | undefined => {
  let leader: Leader | undefined
  for (const part of [...parts].sort((a, b) => effort(a) - effort(b))) {
    const sql = keysSql(place, part)
    // Finding all texts that contain another is the most work, and a few cases are soon looked at.
    if (sql === undefined || (leader !== undefined && effort(part) > 0)) continue
    const keys = list(sql)
    if (keys !== undefined && keys.size <= (leader?.keys.size ?? keys.size)) leader = { part, keys }
  }
  return leader
}

const led = (place: PredicateScope, parts: readonly Predicate[], { part, keys }: Leader): Sql => {
  const others = parts.filter((other) => other !== part)
  // The unary plus takes other ways to the rows away from the planner.
  const rest = predicateSql({ ...place, outer: '+c.pk', probing: true }, { all: others })
  return {
    sql: `+c.domain_pk = ? and c.pk in (select value from json_each(?)) and ${rest.sql}`,
    values: [place.domainPk, JSON.stringify([...keys]), ...rest.values],
  }
}

const effort = (part: Predicate): number => ('is' in part && part.is === 'containing' ? 1 : 0)

const unled = (place: PredicateScope, parts: readonly Predicate[]): Sql => {
  const { sql, values } = predicateSql({ ...place, outer: '+c.pk' }, { all: parts })
  return { sql: `c.domain_pk = ? and ${sql}`, values: [place.domainPk, ...values] }
}
