// ListCasesForContact: the cases that a contact is linked to, newest case first. A contact that nobody has
// linked has none, known to the directory or not (B-470).
import { query } from '../../storage/contract.ts'
import { type DomainCall, read } from '../operation.ts'
import type { PageQuestion } from '../page-token.ts'

/** [ours] The largest page that the model allows. */
const casesPage = 10

export const listCasesForContact = read('ListCasesForContact', {
  checks: ({ arns }, domain) => [
    { action: 'cases:ListCasesForContact', resource: arns.domain, tags: domain?.tags },
  ],
  load: (call) => {
    const { domain, input, pageTokens } = call
    const after = pageTokens.open(questionOf(call), input.nextToken)
    return {
      cases: query('casesForContact', {
        scope: domain.scope,
        contactArn: input.contactArn,
        limit: input.maxResults ?? casesPage,
        ...(after === undefined ? {} : { after }),
      }),
    }
  },
  answer: (call, { cases }) => ({
    cases: cases.rows.map(({ id, templateId }) => ({ caseId: id, templateId })),
    ...(cases.next === undefined
      ? {}
      : { nextToken: call.pageTokens.seal(questionOf(call), cases.next) }),
  }),
})

const questionOf = ({ domain, input }: DomainCall<{ contactArn: string }>): PageQuestion => ({
  operation: 'ListCasesForContact',
  domainId: domain.id,
  terms: input.contactArn,
})
