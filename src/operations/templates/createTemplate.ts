// CreateTemplate: what a kind of case must hold, how it is laid out, and its rules (B-251 to
// B-255).
import type { Template } from '../../domain/domain-config.ts'
import { refuseBadTemplate } from '../../domain/template-definition.ts'
import { given, newborn, refuseOneMore, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const createTemplate = write('CreateTemplate', {
  checks: (call, domain) => {
    const on = checksOf('cases:CreateTemplate', call, domain)
    const layoutId = call.input.layoutConfiguration?.defaultLayout
    return [on.domain, on.anyTemplate, layoutId === undefined ? on.anyLayout : on.layout(layoutId)]
  },
  load: () => ({}),
  decide: (call) => {
    const { input, domain, quotas, arns } = call
    const template: Template = {
      ...newborn(call, input.name),
      ...given(input, ['description']),
      ...given(input.layoutConfiguration ?? {}, ['defaultLayout']),
      status: input.status ?? 'Active',
      requiredFields: input.requiredFields ?? [],
      rules: input.rules ?? [],
      tagPropagationConfigurations: input.tagPropagationConfigurations ?? [],
    }
    refuseBadTemplate(domain, template)
    refuseTakenName('Template', domain.templates, input.name)
    refuseOneMore('Template', domain.templates.values(), quotas.templatesPerDomain)
    return {
      output: { templateId: template.id, templateArn: arns.template(template.id) },
      changes: [{ change: 'template.put', scope: domain.scope, template }],
    }
  },
})
