// Permission for one caller and one request, as a function that operations are run with. A denial
// names principal, action and resource, and whether an explicit deny or no allow decided; never
// anything of the resource itself.
import { accessDenied } from '../errors.ts'
import type { Authorize, Check, Principal, StoredAttributes } from './check.ts'
import { contextOf, type RequestContext } from './context.ts'
import type { Policy } from './policy.ts'

type Attributes = Readonly<Record<string, StoredAttributes | undefined>>

/** What the caller may do. Root has no policy and may do everything. */
export const authorizer = (
  policy: Policy | undefined,
  principal: Principal,
  request: RequestContext,
): Authorize => {
  if (principal.root) return () => true
  return (checks, attributes) => {
    let certain = true
    for (const check of checks()) {
      const allowed = decide(policy, { principal, request, check, loaded: attributes })
      certain &&= allowed
    }
    return certain
  }
}

type Question = {
  readonly principal: Principal
  readonly request: RequestContext
  readonly check: Check
  readonly loaded: Attributes | undefined
}

/** True if allowed, false if that depends on what is not loaded yet. */
const decide = (policy: Policy | undefined, question: Question): boolean => {
  const { principal, request, check, loaded } = question
  const attributes = check.stored === undefined ? undefined : loaded?.[check.stored]
  const context = contextOf({ principal, request, check, attributes })
  const decision = policy?.decide(check.action, check.resource, context) ?? 'implicitDeny'
  switch (decision) {
    case 'allow':
      return true
    case 'explicitDeny':
      throw denial(principal, check, explicit)
    case 'implicitDeny':
      throw denial(principal, check, implicit(check))
    // What does not exist has no attributes. Whoever may see only some resources is told the same
    // of one that is missing as of one that is hidden (B-162).
    case 'unknownAllow':
      if (loaded !== undefined) throw denial(principal, check, implicit(check))
      return false
    case 'unknownDeny':
      if (loaded !== undefined) throw denial(principal, check, explicit)
      return false
  }
}

const explicit = 'with an explicit deny in an identity-based policy'

const implicit = (check: Check): string =>
  `because no identity-based policy allows the ${check.action} action`

const denial = (principal: Principal, check: Check, reason: string) =>
  accessDenied(
    `User: ${principal.arn} is not authorized to perform: ${check.action}` +
      ` on resource: ${check.resource} ${reason}`,
  )
