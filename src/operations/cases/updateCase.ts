// UpdateCase: new values for a case, and what follows from them for its times and SLAs (B-330 to
// B-338).
import { updatedCase, written } from '../../domain/case.ts'
import { parseWrites } from '../../domain/case-fields.ts'
import { refuseUnmet } from '../../domain/case-requirements.ts'
import { caseValues } from '../../domain/case-values.ts'
import { notFound } from '../../errors.ts'
import { query } from '../../storage/contract.ts'
import { performedElsewhere, type Told } from '../elsewhere.ts'
import { write } from '../operation.ts'
import { performer } from '../performer.ts'
import { attributesOfCase, journalContext } from '../related-items/related-item.ts'
import { caseChecks } from './case-checks.ts'

export const updateCase = write('UpdateCase', {
  checks: (call, domain) => caseChecks('cases:UpdateCase', call, domain),
  load: (call) => {
    const { scope } = call.domain
    const { caseId } = call.input
    return {
      case: query('caseById', { scope, caseId }),
      slas: query('slasOfCase', { scope, caseId }),
      ...performer.plan(call),
    }
  },
  stored: (rows) => ({ case: attributesOfCase(rows.case), ...performer.attributes(rows) }),
  ...performedElsewhere,
  decide: (call, rows, told: Told | undefined) => {
    const { input, domain, caseRules, now } = call
    const { case: row, slas } = rows
    if (row === undefined) throw notFound('Case', input.caseId)
    performer.requireKnown(call, rows, told)
    const writes = parseWrites(domain, input.fields, row.values)
    const values = written(row.values, writes)
    const template = domain.templates.get(row.templateId)
    if (template !== undefined) {
      const named = new Set(writes.keys())
      const before = caseValues(row, now)
      refuseUnmet({ domain, template, caseRules, named, before, after: written(before, writes) })
    }
    const changes = updatedCase(journalContext(call, input), { domain, row, slas }, values)
    return { output: {}, changes }
  },
})
