// UpdateTemplate: replaces what is given, at least one attribute, and keeps the rest (B-206,
// B-259).
import type { Template } from '../../domain/domain-config.ts'
import { refuseBadTemplate } from '../../domain/template-definition.ts'
import { validation } from '../../errors.ts'
import { changeable, done, given, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

const attributes = [
  'name',
  'description',
  'requiredFields',
  'status',
  'rules',
  'tagPropagationConfigurations',
] as const

export const updateTemplate = write('UpdateTemplate', {
  checks: (call, domain) => {
    const on = checksOf('cases:UpdateTemplate', call, domain)
    return [on.domain, on.template(call.input.templateId)]
  },
  load: () => ({}),
  decide: ({ input, domain, now }) => {
    const template = changeable('Template', domain.templates, input.templateId)
    const changed = given(input, attributes)
    const layout = input.layoutConfiguration
    if (Object.keys(changed).length === 0 && layout === undefined) {
      throw validation(`One of these is needed: layoutConfiguration, ${attributes.join(', ')}.`)
    }
    refuseBadTemplate(domain, { ...changed, ...layout })
    refuseTakenName('Template', domain.templates, input.name, template.id)
    const { defaultLayout: _, ...withoutLayout } = template
    const updated: Template = {
      ...(layout === undefined ? template : { ...withoutLayout, ...layout }),
      ...changed,
      modifiedAt: now,
    }
    return done({ change: 'template.put', scope: domain.scope, template: updated })
  },
})
