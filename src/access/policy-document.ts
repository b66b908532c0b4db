// Reads an IAM policy document: checked in form, lists where AWS allows one or many. What is wrong
// is told in one sentence that says where. Whether its actions exist here is another question
// (`lint-policy.ts`).
import { validation } from '../errors.ts'
import { duplicateMember } from './duplicate-member.ts'

export type PolicyDocument = {
  /** Policies of 2008 have no variables: `${…}` stands for itself there. */
  readonly version: '2008-10-17' | '2012-10-17'
  readonly statements: readonly Statement[]
}

export type Statement = {
  /** `Statement 2`, or `Statement 2 (its Sid)`: for messages. */
  readonly label: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: Patterns
  readonly resources: Patterns
  readonly conditions: readonly Condition[]
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export type Patterns = { readonly negated: boolean; readonly texts: readonly string[] }

export type Condition = {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** AWS's bound for a managed policy, which does not count blanks; and one on the blanks. */
const charactersMax = 6144
const charactersWithBlanksMax = 131_072

/** Parse a policy document. Throws a ValidationException with one sentence. */
export const parsePolicyDocument = (text: string): PolicyDocument => {
  const document = asObject(parsedJson(text), 'The policy document')
  onlyMembers(document, ['Version', 'Id', 'Statement'], 'The policy document')
  const { Version: version = '2008-10-17', Id: id = '', Statement: statement } = document
  if (version !== '2008-10-17' && version !== '2012-10-17') {
    throw bad('Version must be 2012-10-17 or 2008-10-17.')
  }
  if (typeof id !== 'string') throw bad('Id must be a string.')
  if (statement === undefined) throw bad('Statement is missing.')
  const items = Array.isArray(statement) ? statement : [statement]
  if (items.length === 0) throw bad('Statement is an empty list.')
  const statements = items.map((item, index) => parsedStatement(item, `Statement ${index + 1}`))
  refuseRepeatedSids(items)
  return { version, statements }
}

const bad = (sentence: string) => validation(`The policy is not valid: ${sentence}`)

const parsedJson = (text: string): unknown => {
  const characters = text.replace(/\s/g, '').length
  if (characters > charactersMax || text.length > charactersWithBlanksMax) {
    throw bad(`it has ${characters} characters without blanks; ${charactersMax} are allowed.`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw bad(`it is no JSON (${error instanceof Error ? error.message : 'unreadable'}).`)
  }
  const repeated = duplicateMember(text)
  if (repeated !== undefined) throw bad(`the member '${repeated}' is there twice.`)
  return json
}

const statementMembers = [
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  ...['Principal', 'NotPrincipal'],
]

const parsedStatement = (json: unknown, place: string): Statement => {
  const statement = asObject(json, place)
  const { Sid: sid, Effect: effect, Condition: condition = {} } = statement
  onlyMembers(statement, statementMembers, place)
  if (sid !== undefined && (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid))) {
    throw bad(`${place}: Sid must consist of letters and digits.`)
  }
  const label = sid ? `${place} (${sid})` : place
  if ('Principal' in statement || 'NotPrincipal' in statement) {
    throw bad(`${label}: Principal has no place here; the policy is of the key it is given with.`)
  }
  if (effect !== 'Allow' && effect !== 'Deny') throw bad(`${label}: Effect must be Allow or Deny.`)
  const actions = parsedPatterns(statement, 'Action', label)
  const resources = parsedPatterns(statement, 'Resource', label)
  for (const action of actions.texts) checkAction(action, label)
  for (const resource of resources.texts) checkResource(resource, label)
  return { label, effect, actions, resources, conditions: parsedConditions(condition, label) }
}

const parsedPatterns = (
  statement: Readonly<Record<string, unknown>>,
  element: 'Action' | 'Resource',
  label: string,
): Patterns => {
  const negated = `Not${element}` in statement
  if (negated === element in statement) {
    throw bad(`${label}: exactly one of ${element} and Not${element} must be there.`)
  }
  const name = negated ? `Not${element}` : element
  const texts = listOf(statement[name])
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) {
    throw bad(`${label}: ${name} must be a string or a list of strings.`)
  }
  return { negated, texts }
}

const actionForm = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/

const checkAction = (action: string, label: string): void => {
  if (actionForm.test(action)) return
  throw bad(
    `${label}: '${action}' is no action; write service:Name, with * and ? in the name, or *.`,
  )
}

const checkResource = (resource: string, label: string): void => {
  const segments = resource.split(':').length
  if (resource === '*') return
  if (resource.startsWith('arn:') && (segments >= 6 || resource.endsWith('*'))) return
  throw bad(`${label}: '${resource}' is no resource; write an ARN, with wildcards, or *.`)
}

const parsedConditions = (json: unknown, label: string): Condition[] => {
  const conditions: Condition[] = []
  for (const [operator, block] of Object.entries(asObject(json, `${label}: Condition`))) {
    const keys = asObject(block, `${label}: Condition ${operator}`)
    for (const [key, value] of Object.entries(keys)) {
      const place = `${label}: Condition ${operator} ${key}`
      if (!/^[A-Za-z0-9-]+:\S/.test(key)) throw bad(`${place}: the key has no service prefix.`)
      const values = listOf(value)
      if (values.length === 0 || !values.every(isScalar)) {
        throw bad(`${place}: the value must be a string, number or boolean, or a list of them.`)
      }
      conditions.push({ operator, key, values: values.map(String) })
    }
  }
  return conditions
}

const refuseRepeatedSids = (statements: readonly unknown[]): void => {
  const seen = new Set<unknown>()
  for (const { Sid: sid } of statements as readonly { Sid?: string }[]) {
    if (sid && seen.has(sid)) throw bad(`the Sid '${sid}' is there twice.`)
    seen.add(sid)
  }
}

const onlyMembers = (
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
  place: string,
): void => {
  const unknown = Object.keys(object).find((name) => !names.includes(name))
  if (unknown !== undefined) throw bad(`${place} has an unknown element '${unknown}'.`)
}

const asObject = (json: unknown, place: string): Readonly<Record<string, unknown>> => {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    return json as Readonly<Record<string, unknown>>
  }
  throw bad(`${place} must be a JSON object.`)
}

const listOf = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : [json])

const isScalar = (json: unknown): json is string | number | boolean =>
  typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
