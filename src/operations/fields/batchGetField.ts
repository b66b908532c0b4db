// BatchGetField: fields by id, deleted ones too; an unknown id is an entry in `errors` (B-220,
// B-221).

import { batch } from '../batch.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { fieldResponse } from './field.ts'

export const batchGetField = read('BatchGetField', {
  checks: (call, domain) => {
    const on = checksOf('cases:BatchGetField', call, domain)
    return [on.domain, ...call.input.fields.map(({ id }) => on.field(id))]
  },
  load: () => ({}),
  answer: ({ input, domain, arns }) => {
    const { found, errors } = batch('Field', domain.fields, input.fields)
    return { fields: found.map((field) => fieldResponse(arns, field)), errors }
  },
})
