// A request's filter and search term become a predicate: ids are looked up, values parsed, text folded, the
// labels of options resolved from the domain's configuration as it is now. What does not fit is a
// ValidationException here (B-501 to B-510), so that a store only compares.
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
import type { Predicate, SearchWord } from './predicate.ts'
import { foldText, wordsOf } from './text.ts'

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

/** The predicate of a quick search; all cases for a term without a word. */
export const compileSearchTerm = (domain: DomainConfig, term: string | undefined): Predicate => {
  const words = wordsOf(term ?? '')
  const open = !/\s$/u.test(term ?? '')
  const asked = new Map<string, SearchWord>()
  words.forEach((folded, index) => {
    const prefix = open && index === words.length - 1
    const key = `${folded}${prefix ? '*' : ''}`
    if (asked.has(key)) return
    asked.set(key, { folded, prefix, options: optionsLabelled(domain, folded, prefix) })
  })
  return { all: [...asked.values()].map((word) => ({ word })) }
}

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
  if (comparable?.kind !== 'text' || isEmptyValue(value)) {
    throw validation(
      searchedAsText.has(field.type)
        ? `contains needs a text of at least one character for field ${field.id}.`
        : `contains does not apply to field ${field.id} of type ${field.type}.`,
    )
  }
  return { fieldId: field.id, is: 'containing', folded: foldText(comparable.text) }
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

// Labels are not indexed with the cases: renaming an option acts at once, on all of them. A value is indexed
// itself, so an option whose value has the word too is not needed.
const optionsLabelled = (
  domain: DomainConfig,
  folded: string,
  prefix: boolean,
): SearchWord['options'] => {
  const matches = (word: string) => (prefix ? word.startsWith(folded) : word === folded)
  const found = []
  for (const field of domain.fields.values()) {
    if (field.options.length === 0) continue
    const { all, byWord } = labelsOf(field)
    for (const { value, ofLabel, ofValue } of prefix ? all : (byWord.get(folded) ?? [])) {
      if (ofLabel.some(matches) && !ofValue.some(matches)) found.push({ fieldId: field.id, value })
    }
  }
  return found
}

type OptionWords = {
  readonly value: string
  readonly ofLabel: readonly string[]
  readonly ofValue: readonly string[]
}

type Labels = {
  readonly all: readonly OptionWords[]
  readonly byWord: ReadonlyMap<string, readonly OptionWords[]>
}

// A field never changes, a change makes another: what was worked out of one stays true.
const labels = new WeakMap<Field, Labels>()

const labelsOf = (field: Field): Labels => {
  const known = labels.get(field)
  if (known !== undefined) return known
  const all = field.options.map(({ name, value }) => ({
    value,
    ofLabel: wordsOf(name),
    ofValue: wordsOf(value),
  }))
  const byWord = new Map<string, OptionWords[]>()
  for (const option of all) {
    for (const word of new Set(option.ofLabel)) {
      const others = byWord.get(word)
      if (others === undefined) byWord.set(word, [option])
      else others.push(option)
    }
  }
  labels.set(field, { all, byWord })
  return { all, byWord }
}
