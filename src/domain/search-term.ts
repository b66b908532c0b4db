// A request's search term becomes a predicate: its words are folded, and the labels of options that have them are
// looked up in the domain's configuration as it is now (B-520 to B-522).
import type { DomainConfig, Field } from './domain-config.ts'
import type { Predicate, SearchWord } from './predicate.ts'
import { wordsOf } from './text.ts'

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
