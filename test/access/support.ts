// What the tests of `access` share: a policy and a request in one line each.
import type { Check, Principal } from '../../src/access/check.ts'
import type { RequestContext } from '../../src/access/context.ts'
import { compilePolicy, type Decision } from '../../src/access/policy.ts'
import { parsePolicyDocument } from '../../src/access/policy-document.ts'
import { type Context, unknownValue } from '../../src/access/truth.ts'

export type Keys = Readonly<Record<string, string | readonly string[] | typeof unknownValue>>

export const domain =
  'arn:aws:cases:us-east-1:000000000000:domain/01890000-0000-7000-8000-000000000001'

export const policyOf = (...statements: readonly object[]) =>
  compilePolicy(
    parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
  )

export const allow = (rest: object = {}) => ({
  Effect: 'Allow',
  ...('NotAction' in rest ? {} : { Action: '*' }),
  ...('NotResource' in rest ? {} : { Resource: '*' }),
  ...rest,
})

export const deny = (rest: object = {}) => ({ ...allow(rest), Effect: 'Deny' })

/** Condition keys as a decision sees them. */
export const contextOfKeys = (keys: Keys): Context => {
  const lower = new Map<string, Keys[string]>(
    Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]),
  )
  return { lookup: (key) => lower.get(key) }
}

export const decide = (
  statements: readonly object[],
  keys: Keys = {},
  { action = 'cases:GetCase', resource = domain }: { action?: string; resource?: string } = {},
): Decision => policyOf(...statements).decide(action, resource, contextOfKeys(keys))

/** Whether a Condition holds, asked through a statement that allows if it does. */
export const conditionHolds = (condition: object, keys: Keys): boolean =>
  decide([allow({ Condition: condition })], keys) === 'allow'

export const user: Principal = {
  arn: 'arn:aws:iam::000000000000:user/ann',
  accessKeyId: 'AKIAAAAAAAAAAAAAAAAA',
  root: false,
}

export const request: RequestContext = {
  location: { partition: 'aws', region: 'us-east-1', accountId: '000000000000' },
  sourceIp: '203.0.113.7',
  secureTransport: false,
  now: 1_795_000_000_000,
}

export const check = (rest: Partial<Check> = {}): Check => ({
  action: 'cases:GetCase',
  resource: `${domain}/case/01890000-0000-7000-8000-000000000002`,
  ...rest,
})

/** A policy variable. */
export const v = (text: string): string => `\${${text}}`

export { unknownValue }
