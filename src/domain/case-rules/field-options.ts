// Field options rules: which options a child field may take follows from its parent's value. A
// parent value that no mapping names allows none; a mapping may name the empty text for a parent
// without a value (B-345).
import type { FieldOptionsCaseRule } from '../../model/case-rules.ts'
import { plain } from '../field-types/index.ts'
import type { RuleArm } from './rule.ts'

export const fieldOptions: RuleArm<FieldOptionsCaseRule> = (rule, _fieldId, context) => {
  const { parentFieldId, childFieldId, parentChildFieldOptionsMappings } = rule
  if (parentFieldId === undefined || childFieldId === undefined) return undefined
  const parent = context.domain.fields.get(parentFieldId)
  if (parent === undefined || parent.deleted) return undefined
  const held = context.values[parentFieldId]
  const parentValue = held === undefined ? '' : plain(held)
  const mapping = parentChildFieldOptionsMappings.find(
    ({ parentFieldOptionValue }) => parentFieldOptionValue === parentValue,
  )
  const allowed = mapping?.childFieldOptionValues ?? []
  return { fieldId: childFieldId, says: 'options', allowed }
}
