// ListFieldOptions: the options of a field, deleted fields included, in the order first put (B-237,
// B-238).
import { existing } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { pageOf } from '../paging.ts'
import { refuseWithoutOptions } from './field.ts'

export const listFieldOptions = read('ListFieldOptions', {
  checks: (call, domain) => {
    const on = checksOf('cases:ListFieldOptions', call, domain)
    return [on.domain, on.field(call.input.fieldId)]
  },
  load: () => ({}),
  answer: (call) => {
    const { input, domain } = call
    const field = existing('Field', domain.fields, input.fieldId)
    refuseWithoutOptions(field)
    const values = input.values ?? []
    const terms = [field.id, values]
    const { rows, more } = pageOf(
      call,
      { operation: 'ListFieldOptions', domainId: domain.id, terms },
      {
        items: field.options,
        keyOf: ({ value }) => value,
        shown: ({ value }) => values.length === 0 || values.includes(value),
      },
    )
    return { options: rows, ...more }
  },
})
