// DeleteCase: a case is gone for good, with its related items, its history, and the links that
// other cases have to it (B-350 to B-352).
import { deletedCase } from '../../domain/case.ts'
import { notFound, validation } from '../../errors.ts'
import { query } from '../../storage/contract.ts'
import { write } from '../operation.ts'
import { attributesOfCase, journalContext } from '../related-items/related-item.ts'
import { caseChecks } from './case-checks.ts'

/** [ours] More would hold up other writes: each link is a change of another case. */
const linksMax = 200

export const deleteCase = write('DeleteCase', {
  checks: (call, domain) => caseChecks('cases:DeleteCase', call, domain),
  load: ({ domain: { scope }, input: { caseId } }) => ({
    case: query('caseById', { scope, caseId }),
    links: query('linksToCase', { scope, caseId, limit: linksMax + 1 }),
    linking: query('casesLinkingTo', { scope, caseId, limit: linksMax + 1 }),
  }),
  stored: (rows) => ({ case: attributesOfCase(rows.case) }),
  decide: (call, rows) => {
    if (rows.case === undefined) throw notFound('Case', call.input.caseId)
    if (rows.links.length > linksMax) {
      throw validation(`A case that more than ${linksMax} others link to cannot be deleted.`)
    }
    const cases = new Map(rows.linking.map((row) => [row.id, row]))
    const links = rows.links.flatMap((item) => {
      const row = cases.get(item.caseId)
      return row === undefined ? [] : [{ item, case: row }]
    })
    const changes = deletedCase(journalContext(call, {}), call.domain, rows.case, links)
    return { output: {}, changes }
  },
})
