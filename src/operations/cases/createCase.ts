// CreateCase: a case from an active template (B-300 to B-348).
import { createdCase, written } from '../../domain/case.ts'
import { parseWrites } from '../../domain/case-fields.ts'
import { refuseUnmet } from '../../domain/case-requirements.ts'
import type { DomainConfig, Template } from '../../domain/domain-config.ts'
import { drawReferenceNumbers, givenReferenceNumber } from '../../domain/reference-number.ts'
import type { FieldValues } from '../../domain/rows.ts'
import { withTags } from '../../domain/tags.ts'
import { conflict, notFound, unavailable, validation } from '../../errors.ts'
import type { Tags } from '../../model/common.ts'
import { query } from '../../storage/contract.ts'
import { performedElsewhere, type Told } from '../elsewhere.ts'
import { write } from '../operation.ts'
import { performer } from '../performer.ts'
import { journalContext } from '../related-items/related-item.ts'
import { caseChecks, tagKeys } from './case-checks.ts'
import { firstAnswer, remembered, repeated } from './createCase-token.ts'

export const createCase = write('CreateCase', {
  checks: (call, domain) => {
    const keys = tagKeys(call.input.tags)
    const tagging = { action: 'cases:TagResource', resource: call.arns.anyCase, keys }
    const tagged = Object.keys(call.input.tags ?? {}).length > 0
    return [...caseChecks('cases:CreateCase', call, domain), ...(tagged ? [tagging] : [])]
  },
  load: (call) => {
    const given = givenReferenceNumber(call.input.fields)
    const candidates = given === undefined ? drawReferenceNumbers(call.random) : [given]
    return {
      first: firstAnswer(call),
      ...performer.plan(call),
      free: query('freeReferenceNumber', { scope: call.domain.scope, candidates }),
    }
  },
  stored: performer.attributes,
  ...performedElsewhere,
  decide: (call, rows, told: Told | undefined) => {
    const { input, domain, arns } = call
    const answered = repeated(call, rows.first)
    if (answered !== undefined) return { output: answered, changes: [] }
    const template = usableTemplate(domain, input.templateId)
    performer.requireKnown(call, rows, told)
    const writes = parseWrites(domain, input.fields, undefined)
    const values: FieldValues = {
      status: { stringValue: 'open' },
      ...(rows.free === undefined ? {} : { reference_number: { stringValue: rows.free } }),
      ...written({}, writes),
    }
    const named = new Set(writes.keys())
    const { caseRules } = call
    refuseUnmet({ domain, template, caseRules, named, before: undefined, after: values })
    const tags = withTags(propagatedTags(template), input.tags ?? {}, call.quotas.tagsPerResource)
    if (rows.free === undefined) throw noReferenceNumber(values)
    const id = call.newId()
    const output = { caseId: id, caseArn: arns.case(id) }
    const created = { domain, id, templateId: template.id, values, tags }
    const changes = createdCase(journalContext(call, input), created)
    return { output, changes: [...changes, ...remembered(call, output)] }
  },
})

const usableTemplate = (domain: DomainConfig, templateId: string): Template => {
  const template = domain.templates.get(templateId)
  if (template === undefined) throw notFound('Template', templateId)
  if (template.deleted) throw validation(`Template deleted: ${templateId}`)
  if (template.status !== 'Active') throw validation(`Template not active: ${templateId}`)
  return template
}

const propagatedTags = ({ tagPropagationConfigurations }: Template): Tags =>
  Object.fromEntries(tagPropagationConfigurations.flatMap(({ tagMap }) => Object.entries(tagMap)))

const noReferenceNumber = ({ reference_number: given }: FieldValues): Error =>
  given === undefined
    ? unavailable('No free reference number was found. Try again.')
    : conflict('Another case of the domain has this reference number.')
