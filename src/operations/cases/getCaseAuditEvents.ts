// GetCaseAuditEvents: the history of a case, newest event first (B-600 to B-607).
import { presentAuditEvent } from '../../domain/audit.ts'
import { ApiError, notFound } from '../../errors.ts'
import type { Input } from '../../model/index.ts'
import { query } from '../../storage/contract.ts'
import { attempt } from '../attempt.ts'
import { type DomainCall, read } from '../operation.ts'
import { attributesOfCase } from '../related-items/related-item.ts'
import { caseChecks } from './case-checks.ts'

export const getCaseAuditEvents = read('GetCaseAuditEvents', {
  checks: (call, domain) => caseChecks('cases:GetCaseAuditEvents', call, domain),
  load: (call) => {
    const { domain, input } = call
    const place = { scope: domain.scope, caseId: input.caseId }
    const rows = { case: query('caseById', place) }
    const after = afterOf(call)
    if (after instanceof ApiError) return rows
    const limit = input.maxResults ?? pageMax
    const page = { ...place, limit, ...(after === undefined ? {} : { after }) }
    return { ...rows, page: query('auditEvents', page) }
  },
  stored: (rows) => ({ case: attributesOfCase(rows.case) }),
  answer: (call, rows) => {
    if (rows.case === undefined) throw notFound('Case', call.input.caseId)
    if (!('page' in rows)) throw afterOf(call)
    const { page } = rows
    const auditEvents = page.rows.map(presentAuditEvent)
    if (page.next === undefined) return { auditEvents }
    return { auditEvents, nextToken: call.pageTokens.seal(question(call), page.next) }
  },
})

const pageMax = 25

type AuditCall = DomainCall<Input<'GetCaseAuditEvents'>>

// What is wrong with the token is said only when the case is known to exist (B-607).
const afterOf = (call: AuditCall) =>
  attempt(() => call.pageTokens.open(question(call), call.input.nextToken))

const question = ({ domain, input }: AuditCall) => ({
  operation: 'GetCaseAuditEvents',
  domainId: domain.id,
  terms: input.caseId,
})
