// Starting points as code: a domain with a field of each type, a layout and a template; a case in it.
import {
  BatchPutFieldOptionsCommand,
  type ConnectCasesClient,
  CreateCaseCommand,
  CreateDomainCommand,
  CreateFieldCommand,
  CreateTemplateCommand,
  type FieldType,
  type FieldValue,
} from '@aws-sdk/client-connectcases'

export type Seed = Awaited<ReturnType<typeof seedDomain>>

let made = 0

/** A domain with custom fields `text`, `number`, `boolean`, `date`, `select` (a, b, c), `url`, and a template. */
export const seedDomain = async (client: ConnectCasesClient) => {
  made += 1
  const { domainId = '' } = await client.send(new CreateDomainCommand({ name: `domain ${made}` }))
  const field = async (name: string, type: FieldType) => {
    const { fieldId } = await client.send(new CreateFieldCommand({ domainId, name, type }))
    return fieldId ?? ''
  }
  const fields = {
    text: await field('text', 'Text'),
    number: await field('number', 'Number'),
    boolean: await field('boolean', 'Boolean'),
    date: await field('date', 'DateTime'),
    select: await field('select', 'SingleSelect'),
    url: await field('url', 'Url'),
  }
  const options = ['a', 'b', 'c'].map((value) => ({
    name: `Choice ${value}`,
    value,
    active: true,
  }))
  await client.send(new BatchPutFieldOptionsCommand({ domainId, fieldId: fields.select, options }))
  const template = await client.send(new CreateTemplateCommand({ domainId, name: 'template' }))
  return { domainId, templateId: template.templateId ?? '', fields }
}

/** A case titled `title`, with more field values if given. */
export const seedCase = async (
  client: ConnectCasesClient,
  { domainId, templateId }: Pick<Seed, 'domainId' | 'templateId'>,
  more: readonly FieldValue[] = [],
) => {
  const fields = [{ id: 'title', value: { stringValue: 'A parcel is late' } }, ...more]
  const { caseId = '', caseArn = '' } = await client.send(
    new CreateCaseCommand({ domainId, templateId, fields }),
  )
  return { caseId, caseArn }
}
