// The rows of `every-operation.ts`: a call of each operation that works, and what it names.
import type { Kind, Missing, Name, Row, World } from './every-operation.ts'
import { comment, contactArn } from './item-setting.ts'

/** `''` is the domain; without ids an operation names nothing. */
type Short = Pick<Row, 'resources'> & Partial<Row>

export const rows = (world: World): Record<Name, Short> => ({
  ...fieldRows(world),
  ...layoutRows(world),
  ...templateRows(world),
  ...caseRuleRows(world),
  ...caseRows(world),
  ...relatedItemRows(world),
  ...otherRows(world),
})

type Of<Suffix extends string> = Extract<
  Name,
  `${'Create' | 'Delete' | 'Get' | 'List' | 'Update'}${Suffix}${'' | 's'}`
>
type FieldName = Of<'Field'> | 'BatchGetField' | 'BatchPutFieldOptions' | 'ListFieldOptions'
type CaseRuleName = Of<'CaseRule'> | 'BatchGetCaseRule'
type CaseName = Of<'Case'> | 'GetCaseAuditEvents' | 'SearchCases'
type ItemName = Of<'RelatedItem'> | 'SearchAllRelatedItems' | 'SearchRelatedItems'
type OtherName = Exclude<
  Name,
  CaseName | CaseRuleName | FieldName | ItemName | Of<'Layout'> | Of<'Template'>
>

const named: readonly [Kind, Missing] = ['field', 'refused']

const fieldRows = ({ domainArn, id, arn }: World): Record<FieldName, Short> => {
  const fieldId = id.field
  const resources = ['', arn('field')]
  const one = { input: { fieldId }, resources, ids: { fieldId: ['field', 'Field'] } } as const
  return {
    BatchGetField: {
      input: { fields: [{ id: fieldId }] },
      resources,
      ids: { 'fields.0.id': ['field', 'errors'] },
    },
    BatchPutFieldOptions: { ...one, input: { fieldId, options: [] } },
    CreateField: { input: { name: 'new', type: 'Text' }, resources: ['', `${domainArn}/field/*`] },
    DeleteField: one,
    ListFieldOptions: one,
    ListFields: { resources: [''] },
    UpdateField: { ...one, input: { fieldId, name: 'renamed' } },
  }
}

const layoutRows = ({ domainArn, id, arn }: World): Record<Of<'Layout'>, Short> => {
  const sections = [{ fieldGroup: { fields: [{ id: id.field }] } }]
  const content = { basic: { topPanel: { sections } } }
  const shown = { 'content.basic.topPanel.sections.0.fieldGroup.fields.0.id': named }
  const one = {
    input: { layoutId: id.layout },
    resources: ['', arn('layout')],
    ids: { layoutId: ['layout', 'Layout'] },
  } as const
  return {
    CreateLayout: {
      input: { name: 'new', content },
      resources: ['', `${domainArn}/layout/*`],
      ids: shown,
    },
    DeleteLayout: one,
    GetLayout: one,
    ListLayouts: { resources: [''] },
    UpdateLayout: { ...one, input: { ...one.input, content }, ids: { ...one.ids, ...shown } },
  }
}

const templateRows = ({ domainArn, id, arn }: World): Record<Of<'Template'>, Short> => {
  const parts = {
    layoutConfiguration: { defaultLayout: id.layout },
    requiredFields: [{ fieldId: id.field }],
    rules: [{ caseRuleId: id['case-rule'], fieldId: id.field }],
  }
  const namedParts = {
    'layoutConfiguration.defaultLayout': ['layout', 'refused'],
    'requiredFields.0.fieldId': named,
    'rules.0.caseRuleId': ['case-rule', 'refused'],
    'rules.0.fieldId': named,
  } as const
  const one = {
    input: { templateId: id.template },
    resources: ['', arn('template')],
    ids: { templateId: ['template', 'Template'] },
  } as const
  return {
    CreateTemplate: {
      input: { name: 'new', ...parts },
      resources: ['', `${domainArn}/template/*`, arn('layout')],
      ids: namedParts,
    },
    DeleteTemplate: one,
    GetTemplate: one,
    ListTemplates: { resources: [''] },
    UpdateTemplate: {
      ...one,
      input: { ...one.input, ...parts },
      ids: { ...one.ids, ...namedParts },
    },
  }
}

const caseRuleRows = ({ domainArn, id, arn }: World): Record<CaseRuleName, Short> => {
  const operandOne = { fieldId: id.field }
  const operands = { operandOne, operandTwo: { emptyValue: {} }, result: true }
  const rule = { hidden: { defaultValue: false, conditions: [{ equalTo: operands }] } }
  const ruled = { 'rule.hidden.conditions.0.equalTo.operandOne.fieldId': named }
  const one = {
    input: { caseRuleId: id['case-rule'] },
    resources: ['', arn('case-rule')],
    ids: { caseRuleId: ['case-rule', 'CaseRule'] },
  } as const
  return {
    BatchGetCaseRule: {
      input: { caseRules: [{ id: id['case-rule'] }] },
      resources: one.resources,
      ids: { 'caseRules.0.id': ['case-rule', 'errors'] },
    },
    CreateCaseRule: {
      input: { name: 'new', rule },
      resources: ['', `${domainArn}/case-rule/*`],
      ids: ruled,
    },
    DeleteCaseRule: one,
    ListCaseRules: { resources: [''] },
    UpdateCaseRule: { ...one, input: { ...one.input, rule }, ids: { ...one.ids, ...ruled } },
  }
}

const caseRows = ({ domainArn, id, arn }: World): Record<CaseName, Short> => {
  const value = { stringValue: 'small' }
  const fields = [
    { id: 'title', value },
    { id: id.field, value },
  ]
  const written = { 'fields.1.id': named }
  const on = [arn('field', 'title'), arn('field')]
  const condition = { field: { equalTo: { id: id.field, value } } }
  const one = {
    input: { caseId: id.case },
    resources: ['', arn('case')],
    ids: { caseId: ['case', 'Case'] },
  } as const
  const withFields = {
    input: { ...one.input, fields },
    resources: [...one.resources, ...on],
    ids: { ...one.ids, ...written },
  }
  return {
    CreateCase: {
      input: { templateId: id.template, fields },
      resources: ['', `${domainArn}/case/*`, arn('template'), ...on],
      ids: { templateId: ['template', 'Template'], ...written },
    },
    UpdateCase: withFields,
    GetCase: {
      ...withFields,
      input: { ...one.input, fields: fields.map((field) => ({ id: field.id })) },
    },
    DeleteCase: one,
    GetCaseAuditEvents: one,
    SearchCases: {
      input: {
        filter: { orAll: [condition] },
        sorts: [{ fieldId: id.field, sortOrder: 'Asc' }],
        fields: [{ id: id.field }],
      },
      resources: [''],
      ids: {
        'filter.orAll.0.field.equalTo.id': named,
        'sorts.0.fieldId': named,
        'fields.0.id': named,
      },
    },
  }
}

const relatedItemRows = ({ id, arn }: World): Record<ItemName, Short> => {
  const ofCase = { caseId: id.case }
  const content = comment('Again')
  const ids = { caseId: ['case', 'Case'] } as const
  const one = {
    input: { ...ofCase, relatedItemId: id['related-item'] },
    resources: ['', arn('case'), arn('related-item')],
    ids: { ...ids, relatedItemId: ['related-item', 'RelatedItem'] },
  } as const
  const value = { stringValue: 'small' }
  const filters = [{ custom: { fields: { field: { equalTo: { id: id.field, value } } } } }]
  const filtered = { 'filters.0.custom.fields.field.equalTo.id': named }
  return {
    CreateRelatedItem: {
      input: { ...ofCase, type: 'Comment', content },
      resources: ['', arn('case'), `${arn('case')}/related-item/*`],
      ids,
    },
    UpdateRelatedItem: { ...one, input: { ...one.input, content } },
    DeleteRelatedItem: one,
    SearchRelatedItems: {
      input: { ...ofCase, filters },
      resources: ['', arn('case')],
      ids: { ...ids, ...filtered },
    },
    SearchAllRelatedItems: { input: { filters }, resources: [''], ids: filtered },
  }
}

const otherRows = ({ id, arn }: World): Record<OtherName, Short> => {
  const target = { arn: arn('template') }
  const includedData = { caseData: { fields: [{ id: id.field }] } }
  return {
    CreateDomain: { input: { name: `new ${id.case}` }, resources: ['*'] },
    DeleteDomain: { resources: [''] },
    GetDomain: { resources: [''] },
    ListDomains: { resources: ['*'] },
    ListTagsForResource: { input: target, resources: [target.arn] },
    TagResource: { input: { ...target, tags: { a: 'b' } }, resources: [target.arn] },
    UntagResource: { input: { ...target, tagKeys: ['a'] }, resources: [target.arn] },
    ListCasesForContact: { input: { contactArn: contactArn('c') }, resources: [''] },
    GetCaseEventConfiguration: { resources: [''] },
    PutCaseEventConfiguration: {
      input: { eventBridge: { enabled: true, includedData } },
      resources: [''],
      ids: { 'eventBridge.includedData.caseData.fields.0.id': named },
    },
  }
}
