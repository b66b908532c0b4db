// Whether a template makes sense in its domain, and what of it is shown once something that it
// names has been deleted (B-204, B-205, B-251 to B-253).
import { validation } from '../errors.ts'
import type { CaseRuleDetails } from '../model/case-rules.ts'
import type { TemplateRule } from '../model/templates.ts'
import type { DomainConfig, Template } from './domain-config.ts'
import { isLiving, refuseDeadFields, refuseRepeated } from './field-references.ts'
import { isServiceField } from './system-fields.ts'

type Definition = Partial<Pick<Template, 'defaultLayout' | 'requiredFields' | 'rules'>>

/** Refuse a definition that names what is not there, or the same thing twice. */
export const refuseBadTemplate = (domain: DomainConfig, definition: Definition): void => {
  const { defaultLayout, requiredFields = [], rules = [] } = definition
  if (defaultLayout !== undefined) refuseDeadLayout(domain, defaultLayout)
  const fieldIds = requiredFields.map(({ fieldId }) => fieldId)
  refuseDeadFields(domain, fieldIds)
  refuseRepeated('Required fields', fieldIds)
  for (const fieldId of fieldIds) refuseUnfillable(fieldId)
  refuseRepeated(
    'Rules',
    rules.map(({ caseRuleId, fieldId }) => `${caseRuleId} on ${fieldId ?? 'its child field'}`),
  )
  for (const attachment of rules) refuseBadAttachment(domain, attachment)
}

/**
 * Refuse a rule's new definition where a living template has it attached to a field it does not
 * fit.
 */
export const refuseMisfit = (domain: DomainConfig, id: string, rule: CaseRuleDetails): void => {
  for (const template of domain.templates.values()) {
    if (template.deleted) continue
    for (const attachment of template.rules) {
      if (attachment.caseRuleId === id) refuseWrongField(rule, attachment)
    }
  }
}

/** The template without fields, rules and a layout that were deleted since. */
export const livingTemplate = (domain: DomainConfig, template: Template): Template => {
  const { defaultLayout, requiredFields, rules, ...rest } = template
  const layout = defaultLayout === undefined ? undefined : domain.layouts.get(defaultLayout)
  return {
    ...rest,
    ...(layout === undefined || layout.deleted ? {} : { defaultLayout: layout.id }),
    requiredFields: requiredFields.filter(({ fieldId }) => isLiving(domain, fieldId)),
    rules: rules.filter((attachment) => acts(domain, attachment)),
  }
}

/** The field that an attached rule acts upon: a field options rule acts upon its child field. */
export const fieldOfRule = (rule: CaseRuleDetails, attachment: TemplateRule): string | undefined =>
  'fieldOptions' in rule ? rule.fieldOptions.childFieldId : attachment.fieldId

const acts = (domain: DomainConfig, attachment: TemplateRule): boolean => {
  const caseRule = domain.caseRules.get(attachment.caseRuleId)
  if (caseRule === undefined || caseRule.deleted) return false
  const fieldId = fieldOfRule(caseRule.rule, attachment)
  return fieldId === undefined || isLiving(domain, fieldId)
}

const refuseDeadLayout = (domain: DomainConfig, layoutId: string): void => {
  const layout = domain.layouts.get(layoutId)
  if (layout === undefined) throw validation(`Layout not found: ${layoutId}`)
  if (layout.deleted) throw validation(`Layout deleted: ${layoutId}`)
}

/** A required field that only the service writes would make every CreateCase fail. */
const refuseUnfillable = (fieldId: string): void => {
  if (isServiceField(fieldId)) {
    throw validation(`The field ${fieldId} is set by the service and cannot be required.`)
  }
}

const refuseBadAttachment = (domain: DomainConfig, attachment: TemplateRule): void => {
  const caseRule = domain.caseRules.get(attachment.caseRuleId)
  if (caseRule === undefined) throw validation(`Case rule not found: ${attachment.caseRuleId}`)
  if (caseRule.deleted) throw validation(`Case rule deleted: ${attachment.caseRuleId}`)
  if (attachment.fieldId !== undefined) refuseDeadFields(domain, [attachment.fieldId])
  refuseWrongField(caseRule.rule, attachment)
}

const refuseWrongField = (rule: CaseRuleDetails, attachment: TemplateRule): void => {
  const { caseRuleId, fieldId } = attachment
  if ('fieldOptions' in rule) {
    if (fieldId === undefined || fieldId === rule.fieldOptions.childFieldId) return
    throw validation(`The rule ${caseRuleId} acts upon its child field, not upon ${fieldId}.`)
  }
  if (fieldId === undefined) throw validation(`The rule ${caseRuleId} needs a fieldId.`)
  if ('required' in rule) refuseUnfillable(fieldId)
}
