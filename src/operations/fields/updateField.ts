// UpdateField: changes what is given of a custom field and keeps the rest (B-206, B-211, B-218).
import { changeable, done, given, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'
import { refuseMisplacedAttributes, refuseSystemField } from './field.ts'

export const updateField = write('UpdateField', {
  checks: (call, domain) => {
    const on = checksOf('cases:UpdateField', call, domain)
    return [on.domain, on.field(call.input.fieldId)]
  },
  load: () => ({}),
  decide: ({ input, domain, now }) => {
    const field = changeable('Field', domain.fields, input.fieldId)
    refuseSystemField(field, 'changed')
    refuseMisplacedAttributes(field.type, input.attributes)
    refuseTakenName('Field', domain.fields, input.name, field.id)
    const changed = given(input, ['name', 'description', 'attributes'])
    if (Object.keys(changed).length === 0) return done()
    return done({
      change: 'field.put',
      scope: domain.scope,
      field: { ...field, ...changed, modifiedAt: now },
    })
  },
})
