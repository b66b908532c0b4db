// What is wrong with a policy although its form is right: actions that do not exist are errors,
// because such a policy allows less, or denies less, than its author thinks; what this server
// cannot use is a warning.
import { actions, knownServices } from './actions.ts'
import { isGlobalKey } from './context.ts'
import { glob, globMatches } from './glob.ts'
import { nearest } from './nearest.ts'
import type { PolicyDocument, Statement } from './policy-document.ts'

export type Findings = { readonly errors: readonly string[]; readonly warnings: readonly string[] }

/** Errors refuse the policy; warnings are for its author to read. Each is a sentence. */
export const lintPolicy = (document: PolicyDocument): Findings => {
  const errors: string[] = []
  const warnings: string[] = []
  for (const statement of document.statements) {
    for (const action of statement.actions.texts) {
      const { error, warning } = lintAction(action)
      if (error !== undefined) errors.push(`${statement.label}: ${error}`)
      if (warning !== undefined) warnings.push(`${statement.label}: ${warning}`)
    }
    warnings.push(...lintResources(statement), ...lintConditions(statement))
    if (document.version === '2008-10-17' && JSON.stringify(statement).includes('${')) {
      warnings.push(`${statement.label}: variables need "Version": "2012-10-17".`)
    }
  }
  return { errors, warnings }
}

type Finding = { readonly error?: string; readonly warning?: string }

const lintAction = (action: string): Finding => {
  const [service = '', name = ''] = action.split(':')
  if (action === '*') return {}
  const prefix = service.toLowerCase()
  if (prefix === 'connectcases') return { error: `${action}: ${wrongPrefix(name)}` }
  if (!knownServices.has(prefix)) {
    return { warning: `${action} is an action of another service; nothing here asks for it.` }
  }
  if (matching(action).length > 0) return {}
  if (/[*?]/.test(name)) return { error: `${action} matches no action of ${prefix}.` }
  return { error: `${action} is no action; did you mean ${nearestAction(`${prefix}:${name}`)}?` }
}

const wrongPrefix = (name: string): string => {
  const meant = `cases:${name}`
  const known = /[*?]/.test(name) ? meant : (matching(meant)[0] ?? nearestAction(meant))
  return `the prefix of Amazon Connect Cases is cases; did you mean ${known}?`
}

const matching = (action: string): readonly string[] => {
  const pattern = glob(action.toLowerCase())
  return [...actions.keys()].filter((name) => globMatches(pattern, name.toLowerCase()))
}

/** The most alike action of any service here: `cases:DescribeUser` means `connect:DescribeUser`. */
const nearestAction = (action: string): string => nearest(action, [...actions.keys()])

// AWS asks for these actions on `*`; a statement that names resources never applies to them.
const lintResources = ({ label, effect, actions: patterns, resources }: Statement): string[] => {
  if (effect === 'Deny' || patterns.negated || resources.negated) return []
  if (resources.texts.some((text) => /^\*+$/.test(text))) return []
  return patterns.texts
    .filter((text) => withoutResource.has(text.toLowerCase()))
    .map((text) => `${label}: ${text} has no resource type; it is allowed by Resource * only.`)
}

const withoutResource = new Set(['cases:createdomain', 'cases:listdomains'])

const lintConditions = (statement: Statement): string[] =>
  statement.conditions
    .filter(({ key }) => !isKnownKey(key))
    .map(
      ({ key }) =>
        `${statement.label}: the condition key ${key} is not known here and counts as missing.`,
    )

const isKnownKey = (key: string): boolean => {
  const name = key.toLowerCase()
  return isGlobalKey(name) || serviceKeys.some((known) => fitsKey(name, known))
}

/** A known key that ends in a slash stands for all that begin so: `aws:ResourceTag/`. */
const fitsKey = (name: string, known: string): boolean =>
  known.endsWith('/') ? name.startsWith(known) && name !== known : name === known

const serviceKeys = [
  ...new Set([...actions.values()].flatMap(({ keys }) => keys.map((key) => key.toLowerCase()))),
]
