// ListLayouts: the living layouts in order of creation (B-207, B-208).
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { livingOf, pageOf } from '../paging.ts'

export const listLayouts = read('ListLayouts', {
  checks: (call, domain) => [checksOf('cases:ListLayouts', call, domain).domain],
  load: () => ({}),
  answer: (call) => {
    const { domain, arns } = call
    const question = { operation: 'ListLayouts', domainId: domain.id }
    const { rows, more } = pageOf(call, question, livingOf(domain.layouts))
    const layouts = rows.map(({ id, name }) => ({ layoutId: id, layoutArn: arns.layout(id), name }))
    return { layouts, ...more }
  },
})
