// Case rules in short, and templates that have some.
import { randomUUID } from 'node:crypto'
import type { BooleanCondition, CaseRuleDetails } from '@aws-sdk/client-connectcases'
import type { caseSetting } from './case-setting.ts'

type Setting = Awaited<ReturnType<typeof caseSetting>>
export type Rules = readonly (readonly [fieldId: string, rule: CaseRuleDetails])[]

export const templateWith = async (
  setting: Setting,
  rules: Rules,
  required: readonly string[] = [],
) => {
  const { root, domainId } = setting
  const attached: { caseRuleId: string; fieldId: string }[] = []
  for (const [index, [fieldId, rule]] of rules.entries()) {
    const name = `rule ${index} ${randomUUID()}`
    const { caseRuleId = '' } = await root.createCaseRule({ domainId, name, rule })
    attached.push({ caseRuleId, fieldId })
  }
  const requiredFields = required.map((fieldId) => ({ fieldId }))
  return setting.newTemplate({ rules: attached, requiredFields })
}

export const equalTo = (fieldId: string, operandTwo: object): BooleanCondition =>
  ({ equalTo: { operandOne: { fieldId }, operandTwo, result: true } }) as BooleanCondition

export const closed = [equalTo('status', { stringValue: 'closed' })]
export const requiredIf = (conditions: BooleanCondition[]): CaseRuleDetails => ({
  required: { defaultValue: false, conditions },
})
export const hiddenIf = (conditions: BooleanCondition[]): CaseRuleDetails => ({
  hidden: { defaultValue: false, conditions },
})
export const optionsOf = (
  parentFieldId: string,
  childFieldId: string,
  mappings: Record<string, string[]>,
): CaseRuleDetails => ({
  fieldOptions: {
    parentFieldId,
    childFieldId,
    parentChildFieldOptionsMappings: Object.entries(mappings).map(([parent, children]) => ({
      parentFieldOptionValue: parent,
      childFieldOptionValues: children,
    })),
  },
})
