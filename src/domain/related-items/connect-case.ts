// A link to another case of the same domain. It has one direction; the links that point at a case are found by
// searching all related items for its id.
import { notFound, validation } from '../../errors.ts'
import type { Arm } from './arm.ts'

export const connectCase: Arm<'connectCase'> = {
  member: 'connectCase',
  target: ({ caseId }) => ({ kind: 'case', reference: caseId }),
  create: ({ caseId }, context) => {
    if (context.linkedCase === undefined) throw notFound('Case', caseId)
    if (context.linkedCase.id === context.case.id) {
      throw validation('A case cannot be linked to itself.')
    }
    return { caseId }
  },
  present: ({ caseId }) => ({ caseId }),
  terms: ({ caseId }) => (caseId === undefined ? {} : { reference: caseId }),
  audit: ({ caseId }) => ({ 'connectCase.caseId': { stringValue: caseId } }),
}
