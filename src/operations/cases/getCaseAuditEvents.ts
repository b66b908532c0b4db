// GetCaseAuditEvents: the history of a case, newest event first (B-600 to B-606).
import { presentAuditEvent } from '../../domain/audit.ts'
import { notFound } from '../../errors.ts'
import type { Input } from '../../model/index.ts'
import { query } from '../../storage/contract.ts'
import { type DomainCall, read } from '../operation.ts'
import { attributesOfCase } from '../related-items/related-item.ts'
import { caseChecks } from './case-checks.ts'

export const getCaseAuditEvents = read('GetCaseAuditEvents', {
  checks: (call, domain) => caseChecks('cases:GetCaseAuditEvents', call, domain),
  load: (call) => {
    const { domain, input, pageTokens } = call
    const place = { scope: domain.scope, caseId: input.caseId }
    const after = pageTokens.open(question(call), input.nextToken)
    const limit = input.maxResults ?? pageMax
    return {
      case: query('caseById', place),
      page: query('auditEvents', { ...place, limit, ...(after === undefined ? {} : { after }) }),
    }
  },
  stored: (rows) => ({ case: attributesOfCase(rows.case) }),
  answer: (call, { case: row, page }) => {
    if (row === undefined) throw notFound('Case', call.input.caseId)
    const auditEvents = page.rows.map(presentAuditEvent)
    if (page.next === undefined) return { auditEvents }
    return { auditEvents, nextToken: call.pageTokens.seal(question(call), page.next) }
  },
})

const pageMax = 25

const question = ({ domain, input }: DomainCall<Input<'GetCaseAuditEvents'>>) => ({
  operation: 'GetCaseAuditEvents',
  domainId: domain.id,
  terms: input.caseId,
})
