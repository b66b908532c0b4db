// DeleteField: soft; values that cases hold stay readable and searchable (B-209, B-219, B-223).
import { quotaExceeded } from '../../errors.ts'
import { deletedCount, done, existing } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'
import { refuseSystemField } from './field.ts'

export const deleteField = write('DeleteField', {
  checks: (call, domain) => {
    const on = checksOf('cases:DeleteField', call, domain)
    return [on.domain, on.field(call.input.fieldId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const field = existing('Field', domain.fields, input.fieldId)
    refuseSystemField(field, 'deleted')
    if (field.deleted) return done()
    if (deletedCount(domain.fields) >= quotas.deletedFieldsPerDomain) {
      throw quotaExceeded(`The quota is reached: deleted fields, ${quotas.deletedFieldsPerDomain}`)
    }
    return done({
      change: 'field.put',
      scope: domain.scope,
      field: { ...field, deleted: true, modifiedAt: now },
    })
  },
})
