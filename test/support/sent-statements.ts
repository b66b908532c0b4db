// What the store sends to PostgreSQL while something runs, and which of it does not name the one key by which its
// tables are spread: it would be sent to all machines.
import pg from 'pg'
import { placements, spreadBy } from '../../src/storage/postgres/placement.ts'

export type Sent = {
  readonly name?: string
  readonly text: string
  readonly values?: readonly unknown[]
}

/** The statements that `run` sends on connections of this process. */
export const sentBy = async (run: () => Promise<unknown>): Promise<Sent[]> => {
  const sent: Sent[] = []
  const { query: send } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given
    sent.push(typeof first === 'string' ? { text: first } : (first as Sent))
    return Reflect.apply(send, this, given)
  } as typeof send
  try {
    await run()
  } finally {
    pg.Client.prototype.query = send
  }
  return sent
}

/** The tables of a statement that are spread over machines, and of which it does not name one key. */
export const unkeyed = (statement: Sent): string[] => {
  const { text } = statement
  const uses = usesIn(text)
  const named = new Set(uses.filter((use) => namesKey(use, statement)))
  // A key that is named holds for whatever is joined on it.
  for (let known = 0; known !== named.size; ) {
    known = named.size
    for (const use of uses) {
      if (!named.has(use) && [...named].some((other) => isJoined(text, use, other))) named.add(use)
    }
  }
  return uses.filter((use) => !named.has(use)).map(({ table }) => table)
}

/** How many uses of spread tables there are in a statement. */
export const countUses = ({ text }: Sent): number => usesIn(text).length

type Use = {
  readonly table: string
  readonly by: string
  /** What its columns are written behind. */
  readonly prefix: string
  readonly inserted: boolean
}

const tables = Object.keys(placements).filter((table) => spreadBy(table) !== undefined)
const useOf = new RegExp(
  `\\b(from|join|into|update|using) (${tables.join('|')})\\b(?: as (\\w+))?`,
  'g',
)

const usesIn = (text: string): Use[] =>
  [...text.matchAll(useOf)].map(([, word, table = '', alias]) => ({
    table,
    by: spreadBy(table) ?? '',
    prefix: alias === undefined ? '' : `${alias}\\.`,
    inserted: word === 'into',
  }))

const namesKey = ({ table, by, prefix, inserted }: Use, { text, values = [] }: Sent): boolean => {
  if (!inserted) {
    // Compared with a value, and not with any of an array.
    return new RegExp(`(?<![\\w.])${prefix}${by} = \\$\\d+(?!\\d|::\\w+\\[)`).test(text)
  }
  const list = new RegExp(`into ${table}[^(]*\\(([^)]*)\\) values\\s(.*)`, 's').exec(text)
  if (list === null) return false
  const [, columns = '', rows = ''] = list
  const place = columns.split(', ').indexOf(by)
  const keys = [...rows.matchAll(/\((\$\d+::[^)]*(?:\([^)]*\)[^)]*)*)\)/g)].map(([, row = '']) => {
    const [, parameter] = /^\$(\d+)/.exec(row.split(', ')[place] ?? '') ?? []
    return values[Number(parameter) - 1]
  })
  return keys.length > 0 && !keys.includes(undefined) && new Set(keys).size === 1
}

const isJoined = (text: string, a: Use, b: Use): boolean =>
  a.prefix !== '' &&
  b.prefix !== '' &&
  placedTogether(a.table, b.table) &&
  [
    [a, b],
    [b, a],
  ].some(([left, right]) =>
    new RegExp(`(?<![\\w.])${left?.prefix}${left?.by} = ${right?.prefix}${right?.by}(?!\\w)`).test(
      text,
    ),
  )

const placedTogether = (a: string, b: string): boolean => {
  const [one, other] = [placements[a], placements[b]]
  return one?.on === 'spread' && other?.on === 'spread' && one.beside === other.beside
}
