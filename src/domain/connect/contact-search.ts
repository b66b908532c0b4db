// What SearchContacts asks, decided on a contact as it is stored (B-960 to B-963). Every store decides by this.
import { invalidRequest } from '../../errors.ts'
import type {
  NameCriteria,
  SearchContactsAdditionalTimeRange,
  SearchContactsMatchType,
  SearchContactsTimeRange,
  SearchContactsTimeRangeType,
  SearchCriteria,
  SortableFieldName,
} from '../../model/connect/contact-search.ts'
import type { ContactRow } from '../rows.ts'
import { foldText, wordsOf } from '../text.ts'
import { contactState } from './contact-state.ts'
import { tagsMatch } from './tag-filter.ts'

/** The question as data, so that it can be asked on another thread. */
export type ContactQuestion = {
  readonly range: SearchContactsTimeRange
  readonly criteria: SearchCriteria
  /** Where all contacts are active. */
  readonly region: string
  readonly nowMs: number
}

/** Ours: each contact in the range is held against them. */
export const conditionsMax = 100

/** Refuse what cannot be asked here. */
export const refuseBadContactSearch = ({
  range,
  criteria,
}: Omit<ContactQuestion, 'nowMs'>): void => {
  if (range.EndTime < range.StartTime) {
    throw invalidRequest('The EndTime must not be before the StartTime.')
  }
  if ((criteria.ContactAnalysis?.Transcript?.Criteria.length ?? 0) > 0) {
    throw invalidRequest('There are no transcripts here to search in.')
  }
  const counts = [
    criteria.AdditionalTimeRange?.Criteria,
    criteria.ContactTags?.AndConditions,
    criteria.ContactTags?.OrConditions?.flat(),
  ].map((list) => list?.length ?? 0)
  if (Math.max(...counts) > conditionsMax) {
    throw invalidRequest(`A search has at most ${conditionsMax} conditions of a kind.`)
  }
  for (const { MatchType } of [
    criteria.AdditionalTimeRange,
    criteria.SearchableContactAttributes,
    criteria.SearchableSegmentAttributes,
  ].filter((each) => each !== undefined)) {
    if (MatchType === 'MATCH_EXACT') throw invalidRequest('MATCH_EXACT is for names only.')
  }
}

/** Whether a contact is among those asked for. */
export const contactMatcher = (question: ContactQuestion): ((row: ContactRow) => boolean) => {
  const { range, criteria, region, nowMs } = question
  const name = criteria.Name === undefined ? () => true : nameMatcher(criteria.Name)
  const groups = Object.values(criteria.AgentHierarchyGroups ?? {}).flat()
  // Contacts are not routed here, and no machine takes part in them.
  const impossible =
    groups.length > 0 ||
    (criteria.RoutingCriteria?.Steps?.length ?? 0) > 0 ||
    (criteria.AiAgents?.Criteria?.length ?? 0) > 0 ||
    !oneOf(criteria.ActiveRegions)(region) ||
    !tagsMatch({}, criteria.ContactTags ?? {})
  const isOfChannel = oneOf(criteria.Channels)
  const beganSo = oneOf(criteria.InitiationMethods)
  const isOfUser = oneOf(criteria.AgentIds)
  const isOfQueue = oneOf(criteria.QueueIds)
  return (row) => {
    const { details } = row
    if (impossible || details === undefined) return false
    const { attributes, segmentAttributes } = details
    return (
      within(timeOf(row, range.Type, nowMs), range) &&
      isOfChannel(row.channel) &&
      beganSo(details.initiationMethod) &&
      isOfUser(details.userId) &&
      isOfQueue(details.queueId) &&
      valuesMatch(criteria.SearchableContactAttributes, (key) => attributes[key]) &&
      valuesMatch(
        criteria.SearchableSegmentAttributes,
        (key) => segmentAttributes[key]?.ValueString,
      ) &&
      additionalMatch(criteria.AdditionalTimeRange, row, nowMs) &&
      name(details.name ?? '')
    )
  }
}

/** What contacts are sorted by; undefined comes last. */
export const contactSortValue = (
  row: ContactRow,
  field: SortableFieldName,
  nowMs: number,
): number | string | undefined => {
  switch (field) {
    case 'CHANNEL':
      return row.channel
    case 'INITIATION_METHOD':
      return row.details?.initiationMethod
    case 'EXPIRY_TIMESTAMP':
      return row.details?.expiresAt
    default:
      return timeOf(row, field, nowMs)
  }
}

const timeOf = (
  row: ContactRow,
  type: SearchContactsTimeRangeType,
  nowMs: number,
): number | undefined => {
  switch (type) {
    case 'INITIATION_TIMESTAMP':
      return row.details?.initiatedAt
    case 'SCHEDULED_TIMESTAMP':
      return row.details?.scheduledAt
    case 'CONNECTED_TO_AGENT_TIMESTAMP':
      return row.details?.connectedToUserAt
    case 'ENQUEUE_TIMESTAMP':
      return row.details?.enqueuedAt
    case 'DISCONNECT_TIMESTAMP':
      return contactState(row, nowMs).endedAt
  }
}

const within = (ms: number | undefined, { StartTime, EndTime }: SearchContactsTimeRange) =>
  ms !== undefined && StartTime.getTime() <= ms && ms <= EndTime.getTime()

/** A list that is empty, or not there, asks nothing. */
const oneOf = (wanted: readonly string[] | undefined): ((value: string | undefined) => boolean) => {
  const values = new Set<string | undefined>(wanted)
  return values.size === 0 ? () => true : (value) => value !== undefined && values.has(value)
}

const combined = (
  type: SearchContactsMatchType | undefined,
  holds: readonly boolean[],
): boolean => {
  if (holds.length === 0) return true
  switch (type) {
    case 'MATCH_ANY':
      return holds.includes(true)
    case 'MATCH_NONE':
      return !holds.includes(true)
    default:
      return !holds.includes(false)
  }
}

type Values = {
  readonly Criteria: readonly { readonly Key: string; readonly Values: readonly string[] }[]
  readonly MatchType?: SearchContactsMatchType
}

const valuesMatch = (
  asked: Values | undefined,
  valueAt: (key: string) => string | undefined,
): boolean =>
  combined(
    asked?.MatchType,
    (asked?.Criteria ?? []).map(({ Key, Values }) => Values.includes(valueAt(Key) ?? '')),
  )

const additionalMatch = (
  asked: SearchContactsAdditionalTimeRange | undefined,
  row: ContactRow,
  nowMs: number,
): boolean =>
  combined(
    asked?.MatchType,
    (asked?.Criteria ?? []).map(
      ({ TimeRange: range, TimestampCondition: condition }) =>
        (range === undefined || within(timeOf(row, range.Type, nowMs), range)) &&
        (condition === undefined || timeOf(row, condition.Type, nowMs) === undefined),
    ),
  )

/** Words are compared as searches of cases compare them; MATCH_EXACT compares the whole name. */
const nameMatcher = ({ SearchText: texts, MatchType: type }: NameCriteria) => {
  if (type === 'MATCH_EXACT') {
    const wanted = texts.map(foldText)
    return (name: string) => wanted.length === 0 || wanted.includes(foldText(name))
  }
  const wanted = texts.map(wordsOf)
  return (name: string) => {
    const words = wordsOf(name)
    return combined(
      type,
      wanted.map((phrase) => phrase.every((word) => words.includes(word))),
    )
  }
}
