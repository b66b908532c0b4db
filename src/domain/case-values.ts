// The values of a case as they are read at a moment: the stored ones, and the two that are not
// stored because they follow from the case itself and the time.
import { formatInstant } from '../clock.ts'
import type { FieldValueUnion } from '../model/common.ts'
import type { CaseRow, FieldValues } from './rows.ts'
import { nextBreach } from './sla.ts'

/** The value of one field of a case at `now`; undefined where the case has none. */
export const caseValue = (
  row: CaseRow,
  fieldId: string,
  now: number,
): FieldValueUnion | undefined => {
  if (fieldId === 'case_id') return { stringValue: row.id }
  if (fieldId === 'next_sla_breach_datetime') {
    const targetAt = nextBreach(row.unmetSlas, now)
    return targetAt === undefined ? undefined : { stringValue: formatInstant(targetAt) }
  }
  return row.values[fieldId]
}

/** Every value of a case at `now`: what case rules see. */
export const caseValues = (row: CaseRow, now: number): FieldValues => ({
  ...row.values,
  ...Object.fromEntries(
    notStored.flatMap((id) => {
      const value = caseValue(row, id, now)
      return value === undefined ? [] : [[id, value] as const]
    }),
  ),
})

const notStored = ['case_id', 'next_sla_breach_datetime']

/** When something happens to a case: not before its last update, whatever the clock says (B-332). */
export const timeIn = (row: CaseRow, now: number): number => Math.max(now, row.updatedAt)
