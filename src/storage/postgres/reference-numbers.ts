// Reference numbers of cases, each unique in its domain: a table of its own, keyed by them.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import type { Lookup } from './lookup.ts'
import { insertInto, keyStatement, type Row, rowStatement } from './rows-in.ts'
import type { Session } from './session.ts'

type FreeNumber = Queries['freeReferenceNumber']

/** The first of the candidates that no case of the domain has; those of one domain are looked up together. */
export const freeReferenceNumber: Lookup<FreeNumber['takes'], FreeNumber['gives']> = {
  all: async ({ session, domainPk }, takes) => {
    const byDomain = Map.groupBy(takes, ({ scope }) => domainPk(scope))
    const taken = new Map<DomainScope, ReadonlySet<string>>()
    await Promise.all(
      [...byDomain].map(async ([domain, asked]) => {
        const wanted = asked.flatMap(({ candidates }) => candidates.map(foldReferenceNumber))
        const found =
          domain === undefined
            ? []
            : await numbers.rows<{ number: string }>(session, wanted, [domain])
        const known = new Set(found.map(({ number }) => number))
        for (const { scope } of asked) taken.set(scope, known)
      }),
    )
    return takes.map(({ scope, candidates }) =>
      candidates.find((number) => taken.get(scope)?.has(foldReferenceNumber(number)) !== true),
    )
  },
}

const numbers = keyStatement(
  'reference_numbers_taken',
  'text',
  (is) => `select number from reference_numbers where number ${is} and domain = $2`,
)

const numberColumns = { domain: 'integer', number: 'text', case_id: 'uuid' } as const

const insertNumbers = insertInto('reference_numbers', numberColumns)

const deleteNumbers = rowStatement(
  'delete_reference_numbers',
  { table: 'reference_numbers', columns: numberColumns },
  (rows, key) => `delete from reference_numbers as n using ${rows}
    where n.domain = v.domain and n.number = ${key} and n.case_id = v.case_id`,
)

type NumberRow = Row<typeof numberColumns>

/** Let go of the numbers that cases had, and take those that they have. */
export const moveReferenceNumbers = async (
  session: Session,
  moves: readonly {
    readonly before?: CaseRow
    readonly after?: CaseRow
    readonly domain: number
  }[],
): Promise<void> => {
  const [gone, come]: [NumberRow[], NumberRow[]] = [[], []]
  for (const { before, after, domain } of moves) {
    const [old, number] = [before && referenceNumber(before), after && referenceNumber(after)]
    if (old === number) continue
    if (old !== undefined) gone.push({ domain, number: old, case_id: before?.id ?? '' })
    if (number !== undefined) come.push({ domain, number, case_id: after?.id ?? '' })
  }
  await Promise.all([deleteNumbers.run(session, gone), insertNumbers.run(session, come)])
}

/** The reference number of a case, in the form in which it must be unique. */
export const referenceNumber = (row: CaseRow): string | undefined => {
  const value = row.values.reference_number
  return value !== undefined && 'stringValue' in value
    ? foldReferenceNumber(value.stringValue)
    : undefined
}

// Folded as `domain/index-entries.ts` does.
const foldReferenceNumber = (text: string): string => text.toUpperCase()
