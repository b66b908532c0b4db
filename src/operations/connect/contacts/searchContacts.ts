// SearchContacts: the contacts of an instance in a range of time that match (B-960 to B-963).
import {
  type ContactQuestion,
  refuseBadContactSearch,
} from '../../../domain/connect/contact-search.ts'
import { ApiError } from '../../../errors.ts'
import type { Input } from '../../../model/index.ts'
import { query } from '../../../storage/contract.ts'
import { attempt } from '../../attempt.ts'
import type { PageQuestion } from '../../page-token.ts'
import { type InstanceCall, instanceKey, onInstance, readInstance } from '../instance-call.ts'
import { contactSummary } from './present.ts'

type SearchCall = InstanceCall<Input<'SearchContacts'>>

/** [ours] The largest page that the model allows. */
const contactsPage = 100

/** [ours] The newest first. */
const newestFirst = { FieldName: 'INITIATION_TIMESTAMP', Order: 'DESCENDING' } as const

export const searchContacts = readInstance('SearchContacts', {
  checks: (call) => {
    const { input, connect } = call
    const byAttributes = input.SearchCriteria?.SearchableContactAttributes !== undefined
    const action = 'connect:GetContactAttributes'
    const more = { action, resource: connect.any('contact'), keys: instanceKey(input) }
    return [onInstance('connect:SearchContacts', call), ...(byAttributes ? [more] : [])]
  },
  load: (call) => {
    const after = attempt(() => positionOf(call))
    const isBad = after instanceof ApiError
    return {
      found: query('searchContacts', {
        // What is refused looks through no instance.
        instanceId: isBad ? '' : call.input.InstanceId,
        question: questionOf(call),
        sort: call.input.Sort ?? newestFirst,
        limit: call.input.MaxResults ?? contactsPage,
        ...(after === undefined || isBad ? {} : { after }),
      }),
    }
  },
  answer: (call, { found: { rows, next, totalCount } }) => {
    positionOf(call)
    const more = next === undefined ? undefined : call.pageTokens.seal(pageQuestion(call), next)
    return {
      Contacts: rows.map((row) => contactSummary(row, call.now)),
      ...(more === undefined ? {} : { NextToken: more }),
      TotalCount: totalCount,
    }
  },
})

/** Where the page begins; throws what is wrong with the question. */
const positionOf = (call: SearchCall) => {
  refuseBadContactSearch(questionOf(call))
  return call.pageTokens.open(pageQuestion(call), call.input.NextToken)
}

const questionOf = ({ input, location, now }: SearchCall): ContactQuestion => ({
  range: input.TimeRange,
  criteria: input.SearchCriteria ?? {},
  region: location.region,
  nowMs: now,
})

const pageQuestion = ({ input }: SearchCall): PageQuestion => ({
  operation: 'SearchContacts',
  domainId: input.InstanceId,
  terms: [input.TimeRange, input.SearchCriteria, input.Sort],
})
