// BatchPutFieldOptions: creates and replaces options by value, each on its own (B-230 to B-236).
import { putOptions } from '../../domain/field-options.ts'
import { quotaExceeded } from '../../errors.ts'
import { changeable } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'
import { refuseWithoutOptions } from './field.ts'

export const batchPutFieldOptions = write('BatchPutFieldOptions', {
  checks: (call, domain) => {
    const on = checksOf('cases:BatchPutFieldOptions', call, domain)
    return [on.domain, on.field(call.input.fieldId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const field = changeable('Field', domain.fields, input.fieldId)
    refuseWithoutOptions(field)
    const { options, errors } = putOptions(field, input.options)
    // A quota that was lowered since keeps nobody from renaming an option or putting it to rest.
    if (options.length > Math.max(quotas.optionsPerField, field.options.length)) {
      throw quotaExceeded(`The quota is reached: options of a field, ${quotas.optionsPerField}`)
    }
    if (errors.length === input.options.length) return { output: { errors }, changes: [] }
    return {
      output: { errors },
      changes: [
        {
          change: 'field.put',
          scope: domain.scope,
          field: { ...field, options, modifiedAt: now },
        },
      ],
    }
  },
})
