// GetCase: the requested fields that have a value, in the order of the request (B-360 to B-364).
import { caseValue } from '../../domain/case-values.ts'
import type { DomainConfig } from '../../domain/domain-config.ts'
import { notFound, validation } from '../../errors.ts'
import type { FieldValue } from '../../model/common.ts'
import { query } from '../../storage/contract.ts'
import { read } from '../operation.ts'
import { attributesOfCase } from '../related-items/related-item.ts'
import { caseChecks } from './case-checks.ts'

export const getCase = read('GetCase', {
  checks: (call, domain) => caseChecks('cases:GetCase', call, domain),
  load: ({ domain: { scope }, input: { caseId } }) => ({
    case: query('caseById', { scope, caseId }),
  }),
  stored: (rows) => ({ case: attributesOfCase(rows.case) }),
  answer: ({ input, domain, now, pageTokens }, { case: row }) => {
    if (row === undefined) throw notFound('Case', input.caseId)
    const ids = input.fields.map(({ id }) => id)
    refuseUnreadable(domain, ids)
    // All fields that may be asked for fit one page: we never give a token, so none is valid.
    pageTokens.open({ operation: 'GetCase', domainId: domain.id }, input.nextToken)
    const fields: FieldValue[] = []
    for (const id of ids) {
      const value = caseValue(row, id, now)
      if (value !== undefined) fields.push({ id, value })
    }
    return { fields, templateId: row.templateId, tags: row.tags }
  },
})

const refuseUnreadable = (domain: DomainConfig, ids: readonly string[]): void => {
  const unknown = ids.filter((id) => !domain.fields.has(id))
  if (unknown.length > 0) throw validation(`Fields not in the domain: ${unknown.join(', ')}.`)
  if (new Set(ids).size === ids.length) return
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index)
  throw validation(`Fields asked for twice: ${repeated.join(', ')}.`)
}
