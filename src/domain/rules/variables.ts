// Values in the texts of a rule's actions (B-1266): `$.Case.Fields.title` becomes the title of the case.
import { caseValue } from '../case-values.ts'
import { plain } from '../field-types/index.ts'
import type { CaseRow } from '../rows.ts'

type Known = { readonly row: CaseRow; readonly slaName?: string | undefined; readonly now: number }

/** The text with its variables filled in, cut to `most` code points. What has no value becomes nothing. */
export const expanded = (text: string, known: Known, most: number): string => {
  const { row, slaName, now } = known
  const filled = text.replace(form, (_, fieldId: string | undefined, of: string | undefined) => {
    if (fieldId !== undefined) {
      const value = caseValue(row, fieldId, now)
      return value === undefined ? '' : String(plain(value) ?? '')
    }
    if (of === 'CaseId') return row.id
    return of === 'TemplateId' ? row.templateId : (slaName ?? '')
  })
  return [...filled].slice(0, most).join('')
}

const form =
  /\$\.Case\.Fields\.([A-Za-z0-9_-]+)|\$\.Case\.(CaseId|TemplateId)|\$\.RelatedItem\.SlaConfiguration\.Name/g
