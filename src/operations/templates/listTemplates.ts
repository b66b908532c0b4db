// ListTemplates: the living templates in order of creation, of the statuses asked for (B-207,
// B-263).
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { pageOf } from '../paging.ts'

export const listTemplates = read('ListTemplates', {
  checks: (call, domain) => [checksOf('cases:ListTemplates', call, domain).domain],
  load: () => ({}),
  answer: (call) => {
    const { input, domain, arns } = call
    const statuses = (input.status ?? ['Active', 'Inactive']).toSorted()
    const { rows, more } = pageOf(
      call,
      { operation: 'ListTemplates', domainId: domain.id, terms: statuses },
      {
        items: domain.templates.values(),
        keyOf: ({ id }) => id,
        shown: ({ deleted, status }) => !deleted && statuses.includes(status),
      },
    )
    const templates = rows.map((template) => ({
      templateId: template.id,
      templateArn: arns.template(template.id),
      name: template.name,
      status: template.status,
      tagPropagationConfigurations: [...template.tagPropagationConfigurations],
    }))
    return { templates, ...more }
  },
})
