// A domain with something of each kind in it, and cases: what most tests start from.
import {
  BatchPutFieldOptionsCommand,
  type ConnectCasesClient,
  CreateCaseCommand,
  type CreateCaseRequest,
  CreateDomainCommand,
  CreateFieldCommand,
  CreateLayoutCommand,
  CreateTemplateCommand,
  type FieldValue,
} from '@aws-sdk/client-connectcases'

export type SeededDomain = Awaited<ReturnType<typeof seedDomain>>

const fieldTypes = {
  text: 'Text',
  number: 'Number',
  boolean: 'Boolean',
  dateTime: 'DateTime',
  singleSelect: 'SingleSelect',
  url: 'Url',
  user: 'User',
} as const

/** A domain with a field of each type (the single-select: small, large), a layout of them, a template. */
export const seedDomain = async (client: ConnectCasesClient, name = 'support') => {
  const { domainId, domainArn } = await client.send(new CreateDomainCommand({ name }))
  const fields = {} as Record<keyof typeof fieldTypes, string>
  for (const [key, type] of Object.entries(fieldTypes)) {
    const field = new CreateFieldCommand({ domainId, name: `a ${key} field`, type })
    fields[key as keyof typeof fieldTypes] = given((await client.send(field)).fieldId)
  }
  const options = ['small', 'large'].map((value) => ({ name: value, value, active: true }))
  await client.send(
    new BatchPutFieldOptionsCommand({ domainId, fieldId: fields.singleSelect, options }),
  )
  const shown = Object.values(fields).map((id) => ({ id }))
  const basic = { topPanel: { sections: [{ fieldGroup: { name: 'top', fields: shown } }] } }
  const { layoutId } = await client.send(
    new CreateLayoutCommand({ domainId, name: 'layout', content: { basic } }),
  )
  const template = { layoutConfiguration: { defaultLayout: layoutId } }
  const { templateId, templateArn } = await client.send(
    new CreateTemplateCommand({ domainId, name: 'template', ...template }),
  )
  return {
    domainId: given(domainId),
    domainArn: given(domainArn),
    fields,
    layoutId: given(layoutId),
    templateId: given(templateId),
    templateArn: given(templateArn),
  }
}

/** A case titled `a case`, with the given values beside the title. */
export const seedCase = async (
  client: ConnectCasesClient,
  { domainId, templateId }: Pick<SeededDomain, 'domainId' | 'templateId'>,
  { fields = [], ...more }: Partial<CreateCaseRequest> = {},
): Promise<{ caseId: string; caseArn: string }> => {
  const titled = fields.some(({ id }) => id === 'title')
  const title: FieldValue = { id: 'title', value: { stringValue: 'a case' } }
  const all = titled ? fields : [title, ...fields]
  const created = await client.send(
    new CreateCaseCommand({ domainId, templateId, fields: all, ...more }),
  )
  return { caseId: given(created.caseId), caseArn: given(created.caseArn) }
}

/** What the API always answers although the SDK's types cannot know. */
export const given = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the answer lacks a member')
  return value
}
