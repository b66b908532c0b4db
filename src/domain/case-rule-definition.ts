// Whether a case rule makes sense in its domain: its conditions, or its mapping of options (B-270
// to B-276). How a rule decides about a case is another matter (`case-rules/`).
import { validation } from '../errors.ts'
import type {
  BooleanCondition,
  BooleanOperands,
  CaseRuleDetails,
  FieldOptionsCaseRule,
  OperandTwo,
  RuleType,
} from '../model/case-rules.ts'
import type { FieldType } from '../model/fields.ts'
import type { DomainConfig, Field } from './domain-config.ts'
import { refuseDeadFields, refuseRepeated } from './field-references.ts'
import { parseDateTime } from './field-types/date-time.ts'

/** [model] CompoundCondition: 5 conditions at most, over at most 2 levels of nesting. */
const conditionsMax = 5
const levelsMax = 2

/** Refuse a definition that names what is not there or contradicts itself. */
export const refuseBadRule = (domain: DomainConfig, rule: CaseRuleDetails): void => {
  if ('fieldOptions' in rule) refuseBadMapping(domain, rule.fieldOptions)
  else refuseBadConditions(domain, 'required' in rule ? rule.required : rule.hidden)
}

export const ruleType = (rule: CaseRuleDetails): RuleType => {
  if ('required' in rule) return 'Required'
  return 'hidden' in rule ? 'Hidden' : 'FieldOptions'
}

const refuseBadConditions = (
  domain: DomainConfig,
  { conditions }: { readonly conditions: readonly BooleanCondition[] },
): void => {
  const leaves = conditions.flatMap((condition) => leavesOf(condition, 0))
  if (leaves.length > conditionsMax) {
    throw validation(`A case rule has at most ${conditionsMax} conditions.`)
  }
  refuseDeadFields(
    domain,
    leaves.map(({ operandOne }) => operandOne.fieldId),
  )
  for (const leaf of leaves) refuseBadOperand(domain, leaf)
}

const leavesOf = (condition: BooleanCondition, level: number): readonly BooleanOperands[] => {
  if ('equalTo' in condition) return [condition.equalTo]
  if ('notEqualTo' in condition) return [condition.notEqualTo]
  if (level === levelsMax) {
    throw validation(`The conditions of a case rule nest at most ${levelsMax} levels.`)
  }
  const { conditions } = 'andAll' in condition ? condition.andAll : condition.orAll
  if (conditions.length === 0) throw validation('A compound condition needs a condition.')
  const leaves = conditions.flatMap((inner) => leavesOf(inner, level + 1))
  if (leaves.some(({ result }) => result !== leaves[0]?.result)) {
    throw validation('All conditions of a compound condition must have the same result.')
  }
  return leaves
}

const operandOf = {
  Text: 'stringValue',
  Url: 'stringValue',
  User: 'stringValue',
  DateTime: 'stringValue',
  SingleSelect: 'stringValue',
  Number: 'doubleValue',
  Boolean: 'booleanValue',
} as const satisfies Record<FieldType, string>

const refuseBadOperand = (domain: DomainConfig, leaf: BooleanOperands): void => {
  const field = domain.fields.get(leaf.operandOne.fieldId)
  if (field === undefined || 'emptyValue' in leaf.operandTwo) return
  const wanted = operandOf[field.type]
  if (!(wanted in leaf.operandTwo)) {
    throw validation(
      `The field ${field.id} is of type ${field.type}: compare it with ${wanted} or emptyValue.`,
    )
  }
  const text = textOf(leaf.operandTwo)
  if (field.type === 'SingleSelect' && text !== undefined) refuseUnknownOptions(field, [text])
  if (field.type === 'DateTime' && text !== undefined && parseDateTime(text) === undefined) {
    throw validation(`The field ${field.id} is compared with something that is no date.`)
  }
}

const textOf = (operand: OperandTwo): string | undefined =>
  'stringValue' in operand ? operand.stringValue : undefined

const refuseBadMapping = (domain: DomainConfig, rule: FieldOptionsCaseRule): void => {
  const { parentFieldId, childFieldId, parentChildFieldOptionsMappings: mappings } = rule
  if (parentFieldId === undefined || childFieldId === undefined) {
    throw validation('A field options rule needs parentFieldId and childFieldId.')
  }
  if (parentFieldId === childFieldId) throw validation('A field cannot be its own parent.')
  refuseDeadFields(domain, [parentFieldId, childFieldId])
  const parents = mappings.map(({ parentFieldOptionValue }) => parentFieldOptionValue)
  refuseRepeated('Parent options', parents)
  refuseUnknownOptions(singleSelect(domain, parentFieldId), parents)
  const child = singleSelect(domain, childFieldId)
  for (const { childFieldOptionValues } of mappings) {
    refuseUnknownOptions(child, childFieldOptionValues)
  }
}

const singleSelect = (domain: DomainConfig, fieldId: string): Field => {
  const field = domain.fields.get(fieldId)
  if (field?.type === 'SingleSelect') return field
  throw validation(`The field ${fieldId} is not of type SingleSelect.`)
}

/** The model lets a mapping name the empty text; it stands for no value and is no option. */
const refuseUnknownOptions = (field: Field, values: readonly string[]): void => {
  const options = new Set(field.options.map(({ value }) => value))
  const unknown = values.find((value) => value !== '' && !options.has(value))
  if (unknown === undefined) return
  throw validation(`The field ${field.id} has no option with the value ${unknown}.`)
}
