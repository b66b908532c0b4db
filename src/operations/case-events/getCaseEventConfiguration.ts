// GetCaseEventConfiguration: what leaves the domain, without fields deleted since (B-205, B-281).
import { isLiving } from '../../domain/field-references.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'

export const getCaseEventConfiguration = read('GetCaseEventConfiguration', {
  checks: (call, domain) => [checksOf('cases:GetCaseEventConfiguration', call, domain).domain],
  load: () => ({}),
  answer: ({ domain }) => {
    const { enabled, includedData } = domain.eventConfiguration ?? { enabled: false }
    if (includedData?.caseData === undefined) {
      return { eventBridge: { enabled, ...(includedData && { includedData }) } }
    }
    const fields = includedData.caseData.fields.filter(({ id }) => isLiving(domain, id))
    return { eventBridge: { enabled, includedData: { ...includedData, caseData: { fields } } } }
  },
})
