// PutCaseEventConfiguration: replaces what leaves the domain, for changes from now on (B-280,
// B-204).
import { refuseDeadFields, refuseRepeated } from '../../domain/field-references.ts'
import { done } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const putCaseEventConfiguration = write('PutCaseEventConfiguration', {
  checks: (call, domain) => [checksOf('cases:PutCaseEventConfiguration', call, domain).domain],
  load: () => ({}),
  decide: ({ input, domain }) => {
    const eventConfiguration = input.eventBridge
    const fields = eventConfiguration.includedData?.caseData?.fields ?? []
    const fieldIds = fields.map(({ id }) => id)
    refuseDeadFields(domain, fieldIds)
    refuseRepeated('Fields', fieldIds)
    return done({ change: 'domain.put', domain: { ...domain, eventConfiguration } })
  },
})
