// CreateField: a custom field that cases may have from now on (B-215 to B-217).
import type { Field } from '../../domain/domain-config.ts'
import { given, newborn, refuseOneMore, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'
import { refuseMisplacedAttributes } from './field.ts'

export const createField = write('CreateField', {
  checks: (call, domain) => {
    const on = checksOf('cases:CreateField', call, domain)
    return [on.domain, on.anyField]
  },
  load: () => ({}),
  decide: (call) => {
    const { input, domain, quotas, arns } = call
    refuseMisplacedAttributes(input.type, input.attributes)
    refuseTakenName('Field', domain.fields, input.name)
    const custom = [...domain.fields.values()].filter(({ namespace }) => namespace === 'Custom')
    refuseOneMore('Field', custom, quotas.fieldsPerDomain)
    const field: Field = {
      ...newborn(call, input.name),
      ...given(input, ['description', 'attributes']),
      type: input.type,
      namespace: 'Custom',
      options: [],
    }
    return {
      output: { fieldId: field.id, fieldArn: arns.field(field.id) },
      changes: [{ change: 'field.put', scope: domain.scope, field }],
    }
  },
})
