// DeleteCase: a case is gone for good, with its related items, its history, and the links that
// other cases have to it (B-350 to B-352).
import { deletedCase, removedLinks } from '../../domain/case.ts'
import { notFound } from '../../errors.ts'
import { type Change, query } from '../../storage/contract.ts'
import { write } from '../operation.ts'
import { attributesOfCase, journalContext } from '../related-items/related-item.ts'
import { caseChecks } from './case-checks.ts'

/** [ours] More would hold up other writes, as each link is a change of another case: `jobs/unlink.ts`. */
const linksMax = 25

export const deleteCase = write('DeleteCase', {
  checks: (call, domain) => caseChecks('cases:DeleteCase', call, domain),
  load: ({ domain: { scope }, input: { caseId } }) => ({
    case: query('caseById', { scope, caseId }),
    slas: query('slasOfCase', { scope, caseId }),
    links: query('linksToCase', { scope, caseId, limit: linksMax + 1 }),
    linking: query('casesLinkingTo', { scope, caseId, limit: linksMax + 1 }),
  }),
  stored: (rows) => ({ case: attributesOfCase(rows.case) }),
  decide: (call, { case: row, slas, links, linking }) => {
    const { domain, input } = call
    if (row === undefined) throw notFound('Case', input.caseId)
    const context = journalContext(call, {})
    const { scope } = domain
    const unlinking = { scope, caseId: row.id, actor: context.actor }
    const changes: readonly Change[] =
      links.length > linksMax
        ? [{ change: 'unlinking.put', row: unlinking }]
        : removedLinks(context, domain, { links, linking })
    return { output: {}, changes: [...changes, ...deletedCase(context, { domain, row, slas })] }
  },
})
