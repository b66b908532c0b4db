// SearchCases: a page of the cases that match filter and search term, in the order asked for, else newest update
// first, and how many match in all (B-500 to B-522).
import { compileFilter, knownField } from '../../domain/case-filter.ts'
import { caseValue } from '../../domain/case-values.ts'
import type { DomainConfig } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import { compileSearchTerm } from '../../domain/search-term.ts'
import { validation } from '../../errors.ts'
import type { FieldType } from '../../model/fields.ts'
import type { Input } from '../../model/index.ts'
import { query } from '../../storage/contract.ts'
import { type DomainCall, read } from '../operation.ts'

type SearchCall = DomainCall<Input<'SearchCases'>>

const defaultPage = 25

export const searchCases = read('SearchCases', {
  checks: ({ arns }, domain) => [
    { action: 'cases:SearchCases', resource: arns.domain, tags: domain?.tags },
  ],
  load: (call) => {
    const { domain, input, now, pageTokens, receivedAt } = call
    const after = pageTokens.open(questionOf(call), input.nextToken)
    refuseRepeated((input.fields ?? []).map(({ id }) => knownField(domain, id).id))
    const where = [compileFilter(domain, input.filter), compileSearchTerm(domain, input.searchTerm)]
    return {
      page: query('searchCases', {
        scope: domain.scope,
        where: { all: where },
        sorts: sortsOf(domain, input.sorts ?? []),
        limit: input.maxResults ?? defaultPage,
        nowMs: now,
        ...(receivedAt === undefined ? {} : { since: receivedAt }),
        ...(after === undefined ? {} : { after }),
      }),
    }
  },
  answer: (call, { page }) => ({
    cases: page.rows.map((row) => itemOf(row, call)),
    totalCount: page.totalCount,
    ...(page.next === undefined
      ? {}
      : { nextToken: call.pageTokens.seal(questionOf(call), page.next) }),
  }),
})

// Neither `fields` nor `maxResults` changes which cases come in which order: they may change between pages.
const questionOf = ({ domain, input }: SearchCall) => ({
  operation: 'SearchCases',
  domainId: domain.id,
  terms: [input.filter, input.searchTerm, input.sorts],
})

const itemOf = (row: CaseRow, { input, now }: SearchCall) => ({
  caseId: row.id,
  templateId: row.templateId,
  fields: (input.fields ?? []).flatMap(({ id }) => {
    const value = caseValue(row, id, now)
    return value === undefined ? [] : [{ id, value }]
  }),
  tags: row.tags,
})

const sortsOf = (domain: DomainConfig, sorts: NonNullable<Input<'SearchCases'>['sorts']>) => {
  refuseRepeated(sorts.map(({ fieldId }) => knownField(domain, fieldId).id))
  return sorts.map(({ fieldId, sortOrder }) => ({
    fieldId,
    order: sortOrder,
    by: sortsAs(knownField(domain, fieldId).type),
  }))
}

const sortsAs = (type: FieldType): 'number' | 'text' =>
  type === 'Number' || type === 'DateTime' || type === 'Boolean' ? 'number' : 'text'

const refuseRepeated = (ids: readonly string[]): void => {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) throw validation(`Field ${repeated} is named twice.`)
}
