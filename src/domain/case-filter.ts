// A request's filter becomes a predicate: ids are looked up, values parsed, text folded. What does not fit is a
// ValidationException here (B-503 to B-508), so that a store only compares.
import { validation } from '../errors.ts'
import type {
  CaseFilter,
  CustomFieldsFilter,
  FieldFilter,
  TagFilter,
} from '../model/case-filters.ts'
import type { FieldValue } from '../model/common.ts'
import type { FieldType } from '../model/fields.ts'
import type { DomainConfig, Field } from './domain-config.ts'
import { isEmptyValue } from './field-types/index.ts'
import { comparableOf } from './index-entries.ts'
import type { Predicate } from './predicate.ts'
import { foldText } from './text.ts'

/** Groups (`not`, `andAll`, `orAll`) inside each other. */
const depthMax = 10
const leavesMax = 100
/** As many as so many leaves can lie in; only empty groups can be more. */
const groupsMax = depthMax * leavesMax

/** The predicate of a filter over cases; all of them without one. */
export const compileFilter = (domain: DomainConfig, filter: CaseFilter | undefined): Predicate =>
  filter === undefined
    ? { all: [] }
    : compile({ fieldOf: (id) => knownField(domain, id), leaves: 0, groups: 0 }, filter, 0)

/** The predicate of a filter over the values of Custom related items, which hold custom fields only. */
export const compileCustomFilter = (domain: DomainConfig, filter: CustomFieldsFilter): Predicate =>
  compile({ fieldOf: (id) => customField(domain, id), leaves: 0, groups: 0 }, filter, 0)

/** The field of a sort, of a filter or asked for, the soft-deleted ones too. */
export const knownField = (domain: DomainConfig, fieldId: string): Field => {
  const field = domain.fields.get(fieldId)
  if (field === undefined) throw validation(`Field ${fieldId} does not exist in this domain.`)
  return field
}

const customField = (domain: DomainConfig, fieldId: string): Field => {
  const field = knownField(domain, fieldId)
  if (field.namespace === 'System') {
    throw validation(`Field ${fieldId} is a system field; custom related items hold custom fields.`)
  }
  return field
}

type Compiling = { readonly fieldOf: (id: string) => Field; leaves: number; groups: number }

const compile = (state: Compiling, filter: CaseFilter, depth: number): Predicate => {
  if ('field' in filter || 'tag' in filter) {
    state.leaves += 1
    if (state.leaves > leavesMax) {
      throw validation(`A filter can have at most ${leavesMax} field and tag conditions.`)
    }
    return 'tag' in filter ? compileTag(filter.tag) : compileField(state, filter.field)
  }
  if (depth === depthMax) throw validation(`A filter can nest at most ${depthMax} levels.`)
  state.groups += 1
  if (state.groups > groupsMax) throw validation(`A filter can have at most ${groupsMax} groups.`)
  if ('not' in filter) return { not: compile(state, filter.not, depth + 1) }
  if ('andAll' in filter) {
    return { all: filter.andAll.map((part) => compile(state, part, depth + 1)) }
  }
  return { any: filter.orAll.map((part) => compile(state, part, depth + 1)) }
}

const compileTag = ({ equalTo }: TagFilter): Predicate => {
  if (equalTo.key === undefined && equalTo.value === undefined) {
    throw validation('A tag filter must have a key or a value.')
  }
  return { tag: equalTo }
}

const compileField = ({ fieldOf }: Compiling, filter: FieldFilter): Predicate => {
  if ('equalTo' in filter) return equalTo(fieldOf(filter.equalTo.id), filter.equalTo)
  if ('contains' in filter) return containing(fieldOf(filter.contains.id), filter.contains)
  if ('greaterThan' in filter) return ordered(fieldOf, 'greater', filter.greaterThan)
  if ('lessThan' in filter) return ordered(fieldOf, 'less', filter.lessThan)
  return 'greaterThanOrEqualTo' in filter
    ? ordered(fieldOf, 'greaterOrEqual', filter.greaterThanOrEqualTo)
    : ordered(fieldOf, 'lessOrEqual', filter.lessThanOrEqualTo)
}

const equalTo = (field: Field, { value }: FieldValue): Predicate => {
  if (isEmptyValue(value)) return { fieldId: field.id, is: 'empty' }
  return { fieldId: field.id, is: 'equal', value: fitting(field, value) }
}

const containing = (field: Field, { value }: FieldValue): Predicate => {
  const comparable = searchedAsText.has(field.type) ? comparableOf(field, value) : undefined
  // An accent alone is nothing once accents do not count.
  const folded = comparable?.kind === 'text' ? foldText(comparable.text) : ''
  if (folded === '') {
    throw validation(
      searchedAsText.has(field.type)
        ? `contains needs a text of at least one character for field ${field.id}.`
        : `contains does not apply to field ${field.id} of type ${field.type}.`,
    )
  }
  return { fieldId: field.id, is: 'containing', folded }
}

const searchedAsText: ReadonlySet<FieldType> = new Set(['Text', 'SingleSelect', 'Url', 'User'])

const ordered = (
  fieldOf: (id: string) => Field,
  is: 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual',
  { id, value }: FieldValue,
): Predicate => {
  const field = fieldOf(id)
  if (field.type !== 'Number' && field.type !== 'DateTime') {
    throw validation(
      `Only Number and DateTime fields can be compared; field ${id} is of type ${field.type}.`,
    )
  }
  return { fieldId: id, is, value: fitting(field, value) }
}

const fitting = (field: Field, value: FieldValue['value']) => {
  const comparable = comparableOf(field, value)
  if (comparable === undefined) {
    throw validation(`The value for field ${field.id} does not fit its type ${field.type}.`)
  }
  return comparable
}
