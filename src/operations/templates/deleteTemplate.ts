// DeleteTemplate: soft; its cases stay, no new one can be made from it (B-209, B-245, B-261).
import { conflict } from '../../errors.ts'
import { deletedCount, done, existing } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const deleteTemplate = write('DeleteTemplate', {
  checks: (call, domain) => {
    const on = checksOf('cases:DeleteTemplate', call, domain)
    return [on.domain, on.template(call.input.templateId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const template = existing('Template', domain.templates, input.templateId)
    if (template.deleted) return done()
    const most = quotas.deletedTemplatesPerDomain
    if (deletedCount(domain.templates) >= most) {
      throw conflict(`At most ${most} templates of a domain can be deleted.`)
    }
    return done({
      change: 'template.put',
      scope: domain.scope,
      template: { ...template, deleted: true, modifiedAt: now },
    })
  },
})
