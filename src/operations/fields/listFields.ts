// ListFields: the living fields, system fields first, then in order of creation (B-207, B-208).
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { livingOf, pageOf } from '../paging.ts'
import { fieldSummary } from './field.ts'

export const listFields = read('ListFields', {
  checks: (call, domain) => [checksOf('cases:ListFields', call, domain).domain],
  load: () => ({}),
  answer: (call) => {
    const { domain, arns } = call
    const question = { operation: 'ListFields', domainId: domain.id }
    const { rows, more } = pageOf(call, question, livingOf(domain.fields))
    return { fields: rows.map((field) => fieldSummary(arns, field)), ...more }
  },
})
