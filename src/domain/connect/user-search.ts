// What SearchUsers asks, decided on a user as it is stored (B-935).
import { accessDenied, invalidRequest } from '../../errors.ts'
import type { ControlPlaneTagFilter } from '../../model/connect/common.ts'
import type {
  HierarchyGroupCondition,
  SearchUsers,
  StringCondition,
} from '../../model/connect/user-search.ts'
import type { InputOf } from '../../model/shape.ts'
import { foldText } from '../text.ts'
import type { UserRow } from './rows.ts'
import { tagMatches, tagsMatch } from './tag-filter.ts'

type Input = InputOf<typeof SearchUsers>
type Criteria = NonNullable<Input['SearchCriteria']>
type Filter = NonNullable<Input['SearchFilter']>
type AttributeFilter = NonNullable<Filter['UserAttributeFilter']>

type Holds = (user: UserRow) => boolean

/** Ours: each user is held against them. */
const conditionsMax = 100

/** The question as a function; throws what is wrong with it. */
export const userMatcher = ({ SearchCriteria = {}, SearchFilter = {} }: Input): Holds => {
  const { TagFilter: tags, UserAttributeFilter: attributes } = SearchFilter
  if (tags !== undefined && attributes !== undefined) {
    throw accessDenied('TagFilter and UserAttributeFilter cannot be combined.')
  }
  if (criteriaIn(SearchCriteria) + tagsIn(tags) + attributesIn(attributes) > conditionsMax) {
    throw invalidRequest(`A search has at most ${conditionsMax} conditions.`)
  }
  return all([
    criteria(SearchCriteria),
    ...(tags === undefined ? [] : [(user: UserRow) => tagsMatch(user.tags, tags)]),
    ...(attributes === undefined ? [] : [attributeFilter(attributes)]),
  ])
}

const criteriaIn = ({ OrConditions = [], AndConditions = [] }: Criteria): number =>
  [...OrConditions, ...AndConditions].reduce((count, each) => count + criteriaIn(each), 1)

const tagsIn = ({ OrConditions = [], AndConditions = [] }: ControlPlaneTagFilter = {}): number =>
  OrConditions.flat().length + OrConditions.length + AndConditions.length

const attributesIn = ({ OrConditions = [], AndCondition = {} }: AttributeFilter = {}): number =>
  [...OrConditions, AndCondition].reduce(
    (count, { TagConditions = [] }) => count + TagConditions.length + 1,
    0,
  )

const all =
  (conditions: readonly Holds[]): Holds =>
  (user) =>
    conditions.every((holds) => holds(user))

/** A list of nothing asks nothing. */
const any = (conditions: readonly Holds[]): Holds =>
  conditions.length === 0 ? () => true : (user) => conditions.some((holds) => holds(user))

const criteria = (given: Criteria): Holds =>
  all([
    any((given.OrConditions ?? []).map(criteria)),
    all((given.AndConditions ?? []).map(criteria)),
    ...(given.StringCondition === undefined ? [] : [text(given.StringCondition)]),
    // Users have no proficiencies here.
    ...(given.ListCondition === undefined ? [] : [() => false]),
    ...group(given.HierarchyGroupCondition),
  ])

const attributeFilter = (given: AttributeFilter): Holds => {
  const one = (
    part: Pick<AttributeFilter, 'HierarchyGroupCondition' | 'TagCondition'>,
  ): Holds[] => {
    const { TagCondition: tag } = part
    return [
      ...(tag === undefined ? [] : [(user: UserRow) => tagMatches(user.tags, tag)]),
      ...group(part.HierarchyGroupCondition),
    ]
  }
  const both = ({ TagConditions, HierarchyGroupCondition }: And): Holds =>
    all([
      ...(TagConditions ?? []).map((tag) => (user: UserRow) => tagMatches(user.tags, tag)),
      ...group(HierarchyGroupCondition),
    ])
  return all([
    any((given.OrConditions ?? []).map(both)),
    ...(given.AndCondition === undefined ? [] : [both(given.AndCondition)]),
    ...one(given),
  ])
}

type And = NonNullable<AttributeFilter['AndCondition']>

// No group has groups in it here.
const group = (condition: HierarchyGroupCondition | undefined): Holds[] =>
  condition?.Value === undefined
    ? []
    : [({ document }) => document.HierarchyGroupId === condition.Value]

const fields: Readonly<Record<string, (user: UserRow) => readonly (string | undefined)[]>> = {
  Username: ({ document }) => [document.Username],
  FirstName: ({ document }) => [document.IdentityInfo?.FirstName],
  LastName: ({ document }) => [document.IdentityInfo?.LastName],
  RoutingProfileId: ({ document }) => [document.RoutingProfileId],
  SecurityProfileId: ({ document }) => document.SecurityProfileIds,
  resourceId: ({ id }) => [id],
}

const text = ({ FieldName = '', Value = '', ComparisonType }: StringCondition): Holds => {
  const valuesOf = Object.hasOwn(fields, FieldName) ? fields[FieldName] : undefined
  if (valuesOf === undefined) {
    throw invalidRequest(`A StringCondition asks for one of ${Object.keys(fields).join(', ')}.`)
  }
  const length = [...Value].length
  if (ComparisonType === 'CONTAINS' && (length < 2 || length > 25)) {
    throw invalidRequest('A CONTAINS condition has a Value of 2 to 25 characters.')
  }
  const wanted = foldText(Value)
  const fits = (folded: string): boolean => {
    switch (ComparisonType) {
      case 'STARTS_WITH':
        return folded.startsWith(wanted)
      case 'CONTAINS':
        return folded.includes(wanted)
      default:
        return folded === wanted
    }
  }
  return (user) => valuesOf(user).some((value) => value !== undefined && fits(foldText(value)))
}
