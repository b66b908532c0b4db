// Whether a case may look as a request would leave it: required fields have a value, and values
// agree with the case rules of the template. A creation must satisfy all of it; an update only what
// it touches: fields that it names, and rules that come out otherwise because of it (B-320, B-321,
// B-340 to B-348).
import { validation } from '../errors.ts'
import { noOutcome, type Outcome, outcomeOf } from './case-rules/index.ts'
import type { DomainConfig, Template } from './domain-config.ts'
import { plain } from './field-types/index.ts'
import type { FieldValues } from './rows.ts'

export type Judged = {
  readonly domain: DomainConfig
  readonly template: Template
  readonly caseRules: 'advisory' | 'enforced'
  /** Field ids that the request names. */
  readonly named: ReadonlySet<string>
  /** Undefined while a case is created. */
  readonly before: FieldValues | undefined
  /** As rules see it: what the service sets is as it was before. */
  readonly after: FieldValues
}

/**
 * Throw a ValidationException that names every field that lacks a value or has one that a rule
 * forbids.
 */
export const refuseUnmet = (judged: Judged): void => {
  const before = judged.before && demandsOf(judged, judged.before)
  const after = demandsOf(judged, judged.after)
  const touched = (fieldId: string) => before === undefined || judged.named.has(fieldId)
  const missing = [...after.required].filter(
    (fieldId) =>
      judged.after[fieldId] === undefined && (touched(fieldId) || !before?.required.has(fieldId)),
  )
  const forbidden = [...after.allowed].filter(
    ([fieldId, allowed]) =>
      !isAllowed(judged.after, fieldId, allowed) &&
      (touched(fieldId) || !sameSet(before?.allowed.get(fieldId), allowed)),
  )
  const sentences = [
    ...(missing.length === 0 ? [] : [`Fields that need a value: ${missing.join(', ')}.`]),
    ...(forbidden.length === 0
      ? []
      : [`Fields whose value a case rule does not allow: ${ids(forbidden)}.`]),
  ]
  if (sentences.length > 0) throw validation(sentences.join(' '))
}

type Demands = Pick<Outcome, 'allowed' | 'required'>

/** `title` and `status` are on every case and cannot be hidden (B-301, B-302). */
const demandsOf = ({ domain, template, caseRules }: Judged, values: FieldValues): Demands => {
  const outcome = caseRules === 'enforced' ? outcomeOf(domain, template, values) : noOutcome
  const required = new Set(outcome.required)
  for (const { fieldId } of template.requiredFields) {
    if (domain.fields.get(fieldId)?.deleted === false) required.add(fieldId)
  }
  for (const fieldId of outcome.hidden) required.delete(fieldId)
  return { required: required.add('title').add('status'), allowed: outcome.allowed }
}

const isAllowed = (values: FieldValues, fieldId: string, allowed: ReadonlySet<string>): boolean => {
  const value = values[fieldId]
  return value === undefined || allowed.has(String(plain(value)))
}

const sameSet = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): boolean =>
  a !== undefined && a.size === b.size && [...a].every((text) => b.has(text))

const ids = (entries: readonly (readonly [string, unknown])[]): string =>
  entries.map(([fieldId]) => fieldId).join(', ')
