// GetCaseAuditEvents: not built yet.
import { read } from '../operation.ts'

export const getCaseAuditEvents = read('GetCaseAuditEvents', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('GetCaseAuditEvents is not built')
  },
})
