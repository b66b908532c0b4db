// Texts of a policy that may hold variables: `${aws:username}`, `${aws:ResourceTag/team, 'none'}`,
// and the escapes `${*}`, `${?}`, `${$}`. What a variable brings in is taken literally: a star in
// somebody's tag is no wildcard (B-153).
import { validation } from '../errors.ts'
import { anyCharacter, star, type Unit } from './glob.ts'
import { type Context, unknownValue } from './truth.ts'

type Variable = { readonly key: string; readonly default?: string }

export type Template = readonly (Unit | Variable)[]

/**
 * Take a policy text apart.
 * @param wildcards whether `*` and `?` are wildcards; else they stand for themselves.
 * @param variables whether `${…}` is a variable: only in policies of version 2012-10-17 (B-152).
 */
export const template = (
  text: string,
  { wildcards, variables }: { wildcards: boolean; variables: boolean },
): Template => {
  const parts: (Unit | Variable)[] = []
  const form = variables ? /\$\{([^}]*)\}|[*?]|\$\{/g : /[*?]/g
  let end = 0
  for (const found of text.matchAll(form)) {
    if (found.index > end) parts.push(text.slice(end, found.index))
    end = found.index + found[0].length
    if (found[1] !== undefined) parts.push(variable(found[1]))
    else if (found[0] === '${') throw validation(`A variable has no closing brace in '${text}'.`)
    else if (!wildcards) parts.push(found[0])
    else parts.push(found[0] === '*' ? star : anyCharacter)
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** The template with its variables filled in; `undefined` where one has no value (B-154). */
export const resolve = (
  parts: Template,
  context: Context,
): readonly Unit[] | undefined | typeof unknownValue => {
  const units: Unit[] = []
  let pending = false
  for (const part of parts) {
    if (typeof part !== 'object') units.push(part)
    else {
      const value = context.lookup(part.key)
      const text = typeof value === 'string' ? value : part.default
      if (value === unknownValue) pending = true
      else if (text === undefined) return undefined
      else units.push(text)
    }
  }
  return pending ? unknownValue : units
}

/** Whether the template reads the same for every request. */
export const isConstant = (parts: Template): parts is readonly Unit[] =>
  parts.every((part) => typeof part !== 'object')

/** The text of units that have no wildcard. */
export const literal = (units: readonly Unit[]): string => units.join('')

const variableForm = /^\s*([A-Za-z0-9-]+:[^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$/

const variable = (text: string): string | Variable => {
  if (text === '*' || text === '?' || text === '$') return text
  const [, key, otherwise] = variableForm.exec(text) ?? []
  if (key === undefined) {
    throw validation(`'\${${text}}' is no policy variable; write \${key} or \${key, 'default'}.`)
  }
  return { key: key.toLowerCase(), ...(otherwise === undefined ? {} : { default: otherwise }) }
}
