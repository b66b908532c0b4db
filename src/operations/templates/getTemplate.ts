// GetTemplate: a template, a deleted one too, without what was deleted under it (B-205, B-261).
import { toDate } from '../../clock.ts'
import { livingTemplate } from '../../domain/template-definition.ts'
import { existing, given } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'

export const getTemplate = read('GetTemplate', {
  checks: (call, domain) => {
    const on = checksOf('cases:GetTemplate', call, domain)
    return [on.domain, on.template(call.input.templateId)]
  },
  load: () => ({}),
  answer: ({ input, domain, arns }) => {
    const stored = existing('Template', domain.templates, input.templateId)
    const template = livingTemplate(domain, stored)
    return {
      templateId: template.id,
      templateArn: arns.template(template.id),
      name: template.name,
      ...given(template, ['description']),
      layoutConfiguration: given(template, ['defaultLayout']),
      requiredFields: [...template.requiredFields],
      tags: template.tags,
      status: template.status,
      deleted: template.deleted,
      createdTime: toDate(template.createdAt),
      lastModifiedTime: toDate(template.modifiedAt),
      rules: [...template.rules],
      tagPropagationConfigurations: [...template.tagPropagationConfigurations],
    }
  },
})
