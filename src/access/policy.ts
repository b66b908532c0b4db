// Decides what a policy allows: nothing unless a statement allows it, and never what a statement
// denies. A policy is compiled once; for each action the statements that concern it are picked
// once, and what follows for every resource and request is then a look-up.
import { validation } from '../errors.ts'
import { type CompiledCondition, compileCondition } from './condition.ts'
import { type Glob, glob, globMatches, globOf, matchesEverything } from './glob.ts'
import type { Patterns, PolicyDocument, Statement } from './policy-document.ts'
import { isConstant, resolve, type Template, template } from './template.ts'
import {
  and,
  type Context,
  every,
  no,
  not,
  some,
  type Truth,
  truth,
  unknown,
  unknownValue,
  yes,
} from './truth.ts'

/**
 * `unknown…`: attributes that are not loaded decide whether anything allows (`unknownAllow`), or
 * whether something denies what is else allowed (`unknownDeny`).
 */
export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny' | 'unknownAllow' | 'unknownDeny'

export type Policy = {
  /** Microseconds; constant time where the statements on the action ask for nothing more. */
  decide(action: string, resource: string, context: Context): Decision
}

/** Compile a policy. Throws a ValidationException for bad conditions and variables. */
export const compilePolicy = (document: PolicyDocument): Policy => {
  const statements = document.statements.map((each) => compileStatement(each, document.version))
  const plans = new Map<string, Plan>()
  return {
    decide: (action, resource, context) => {
      let plan = plans.get(action)
      if (plan === undefined) {
        plan = planOf(statements, action)
        // Actions come from our own operations, of which there are few; the bound is for the
        // reader.
        if (plans.size < plansMax) plans.set(action, plan)
      }
      return plan.decision ?? decided(plan, resource, context)
    },
  }
}

const plansMax = 1024

type Compiled = {
  readonly effect: Statement['effect']
  concerns(action: string): boolean
  /** Undefined if it covers every resource. */
  readonly resource: ((resource: string, context: Context) => Truth) | undefined
  readonly conditions: readonly CompiledCondition[]
}

/** What a policy says of one action. */
type Plan = {
  /** Present if neither resource nor request can change it. */
  readonly decision?: Decision
  readonly denies: readonly Compiled[]
  readonly allows: readonly Compiled[]
}

const planOf = (statements: readonly Compiled[], action: string): Plan => {
  const concerned = statements.filter((each) => each.concerns(action))
  const denies = concerned.filter((each) => each.effect === 'Deny')
  const allows = concerned.filter((each) => each.effect === 'Allow')
  const decision = constantDecision(denies, allows)
  return { denies, allows, ...(decision === undefined ? {} : { decision }) }
}

const constantDecision = (
  denies: readonly Compiled[],
  allows: readonly Compiled[],
): Decision | undefined => {
  if (denies.some(isUnconditional)) return 'explicitDeny'
  if (denies.length > 0) return undefined
  if (allows.length === 0) return 'implicitDeny'
  return allows.some(isUnconditional) ? 'allow' : undefined
}

const isUnconditional = (statement: Compiled): boolean =>
  statement.resource === undefined && statement.conditions.length === 0

const decided = ({ denies, allows }: Plan, resource: string, context: Context): Decision => {
  const applies = (statement: Compiled) => holds(statement, resource, context)
  const denied = some(denies, applies)
  if (denied === yes) return 'explicitDeny'
  const allowed = some(allows, applies)
  if (allowed === no) return 'implicitDeny'
  if (allowed === unknown) return 'unknownAllow'
  return denied === unknown ? 'unknownDeny' : 'allow'
}

const holds = (statement: Compiled, resource: string, context: Context): Truth => {
  const covered = statement.resource?.(resource, context) ?? yes
  if (covered === no) return no
  return and(
    covered,
    every(statement.conditions, (condition) => condition(context)),
  )
}

const compileStatement = (statement: Statement, version: PolicyDocument['version']): Compiled => {
  const options = { effect: statement.effect, variables: version === '2012-10-17' }
  try {
    return {
      effect: statement.effect,
      concerns: actionTest(statement.actions),
      resource: resourceTest(statement.resources, options),
      conditions: statement.conditions.map((each) => compileCondition(each, options)),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw validation(`The policy is not valid: ${statement.label}: ${error.message}`)
  }
}

const actionTest = ({ negated, texts }: Patterns): ((action: string) => boolean) => {
  const patterns = texts.map((text) => glob(text.toLowerCase()))
  return (action) => {
    const name = action.toLowerCase()
    return patterns.some((pattern) => globMatches(pattern, name)) !== negated
  }
}

type Options = { readonly effect: Statement['effect']; readonly variables: boolean }

const resourceTest = (
  { negated, texts }: Patterns,
  { effect, variables }: Options,
): Compiled['resource'] => {
  const parsed = texts.map((text) => template(text, { wildcards: true, variables }))
  const ready = parsed.filter(isConstant).map(globOf)
  const open = parsed.filter((parts) => !isConstant(parts))
  if (ready.some(matchesEverything)) return negated ? () => no : undefined
  return (resource, context) => {
    if (ready.some((pattern) => globMatches(pattern, resource))) return truth(!negated)
    if (open.length === 0) return truth(negated)
    // As in conditions: what excepts an unknown place must not allow all others (B-154).
    if (negated && effect === 'Allow' && open.some((parts) => isUnresolved(parts, context))) {
      return no
    }
    const covered = some(open, (parts) => covers(parts, resource, context))
    return negated ? not(covered) : covered
  }
}

const isUnresolved = (parts: Template, context: Context): boolean =>
  resolve(parts, context) === undefined

const covers = (parts: Template, resource: string, context: Context): Truth => {
  const units = resolve(parts, context)
  if (units === unknownValue) return unknown
  if (units === undefined) return no
  const pattern: Glob = globOf(units)
  return truth(globMatches(pattern, resource))
}
