// The form of policy documents, and what is said of actions that do not exist.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { actions } from '../../src/access/actions.ts'
import { lintPolicy } from '../../src/access/lint-policy.ts'
import { parsePolicyDocument } from '../../src/access/policy-document.ts'
import { operations } from '../../src/model/index.ts'
import { allow, deny, domain, v } from './support.ts'

const parse = (document: unknown) =>
  parsePolicyDocument(typeof document === 'string' ? document : JSON.stringify(document))

const refused = (document: unknown, message: RegExp) =>
  assert.throws(() => parse(document), { name: 'ValidationException', message })

const lint = (...statements: readonly object[]) =>
  lintPolicy(parse({ Version: '2012-10-17', Statement: statements }))

test('[B-147] one statement or a list, one text or a list', () => {
  const one = parse({ Statement: allow({ Sid: 'All', Condition: { Bool: { 'aws:X': true } } }) })
  assert.deepEqual(one, {
    version: '2008-10-17',
    statements: [
      {
        label: 'Statement 1 (All)',
        effect: 'Allow',
        actions: { negated: false, texts: ['*'] },
        resources: { negated: false, texts: ['*'] },
        conditions: [{ operator: 'Bool', key: 'aws:X', values: ['true'] }],
      },
    ],
  })
  const two = parse({ Version: '2012-10-17', Id: 'x', Statement: [allow(), deny()] })
  assert.equal(two.version, '2012-10-17')
  assert.equal(two.statements.length, 2)
})

test('[B-147] bad documents are refused with a sentence that says where', () => {
  const s = (rest: object) => ({ Statement: [allow(), allow(rest)] })
  refused('{', /it is no JSON/)
  refused('[]', /The policy document must be a JSON object/)
  refused({ Version: '2020-01-01', Statement: allow() }, /Version must be/)
  refused({ Version: '2012-10-17' }, /Statement is missing/)
  refused({ Statement: [] }, /empty list/)
  refused({ Statement: ['x'] }, /Statement 1 must be a JSON object/)
  refused({ Statement: allow(), Extra: 1 }, /unknown element 'Extra'/)
  refused(s({ Actoin: 'x' }), /Statement 2 has an unknown element 'Actoin'/)
  refused(s({ Effect: 'allow' }), /Statement 2: Effect must be Allow or Deny/)
  refused(s({ Sid: 'a b' }), /Statement 2: Sid/)
  refused(s({ Action: '*', NotAction: '*' }), /exactly one of Action and NotAction/)
  refused(
    { Statement: { Effect: 'Allow', Action: '*' } },
    /exactly one of Resource and NotResource/,
  )
  refused(s({ Action: [] }), /Action must be a string or a list of strings/)
  refused(s({ Action: 7 }), /Action must be a string/)
  refused(s({ Action: 'GetCase' }), /'GetCase' is no action/)
  refused(s({ Action: '*:GetCase' }), /is no action/)
  refused(s({ Resource: 'domain/1' }), /'domain\/1' is no resource/)
  refused(s({ Resource: 'arn:aws:cases:x' }), /is no resource/)
  refused(s({ Condition: [] }), /Statement 2: Condition must be a JSON object/)
  refused(s({ Condition: { Bool: 'x' } }), /Condition Bool must be a JSON object/)
  refused(s({ Condition: { Bool: { x: 'true' } } }), /no service prefix/)
  refused(s({ Condition: { Bool: { 'aws:x': [] } } }), /the value must be/)
  refused(s({ Condition: { Bool: { 'aws:x': { y: 1 } } } }), /the value must be/)
  refused({ Statement: [allow({ Sid: 'A' }), allow({ Sid: 'A' })] }, /Sid 'A' is there twice/)
})

test('[B-147] at most 6,144 characters that are not blank', () => {
  const policy = (size: number) => {
    const text = JSON.stringify({ Statement: allow({ Resource: 'arn:a:b:c:d:RR' }) })
    return text.replace('RR', 'R'.repeat(size - text.length + 2))
  }
  assert.equal(policy(6144).length, 6144)
  assert.equal(parse(`${' '.repeat(1000)}${policy(6144)}`).statements.length, 1)
  refused(policy(6145), /it has 6145 characters without blanks; 6144 are allowed/)
  refused(`${' '.repeat(140_000)}${policy(500)}`, /characters/)
})

test('[B-148] a Principal has no place in the policy of a key', () => {
  refused({ Statement: allow({ Principal: '*' }) }, /Principal has no place here/)
  refused({ Statement: allow({ NotPrincipal: '*' }) }, /Principal has no place here/)
})

test('[B-149] a member that is there twice is refused', () => {
  refused(
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":' +
      '{"Bool":{"aws:a":"true"}},"Condition":{}}}',
    /the member 'Condition' is there twice/,
  )
  refused('{"Statement":{"Effect":"Allow","\\u0045ffect":"Deny"}}', /'Effect' is there twice/)
  const nested = '{"a\\":{":1}'
  refused(
    `{"Statement":[{"Sid":"x","Effect":"Deny","Action":["a","a"],"Resource":"*"}],"Id":${nested}}`,
    /Id must be/,
  )
})

test('[B-150] actions that do not exist are refused with what was meant', () => {
  const rows: readonly [string, RegExp][] = [
    ['cases:GetCases', /Statement 1: cases:GetCases is no action; did you mean cases:GetCase\?/],
    ['cases:CreateCaze', /did you mean cases:CreateCase\?/],
    ['cases:DescribeUser', /did you mean connect:DescribeUser\?/],
    ['cases:Fetch*', /cases:Fetch\* matches no action of cases/],
    ['connect:DescribeContactt', /did you mean connect:DescribeContact\?/],
    [
      'connectcases:GetCase',
      /prefix of Amazon Connect Cases is cases; did you mean cases:GetCase\?/,
    ],
    ['connectcases:getcase', /did you mean cases:GetCase\?/],
    ['connectcases:*', /did you mean cases:\*\?/],
    ['opencases:PutContacts', /did you mean opencases:PutContact\?/],
  ]
  for (const [Action, message] of rows) {
    for (const element of [{ Action }, { NotAction: Action }]) {
      const { errors } = lint(allow(element))
      assert.equal(errors.length, 1, Action)
      assert.match(errors[0] ?? '', message)
    }
  }
  const good = [
    'cases:*',
    'CASES:getcase',
    'cases:Get*',
    'connect:Describe*',
    'opencases:Put*',
    '*',
  ]
  assert.deepEqual(lint(allow({ Action: good })), { errors: [], warnings: [] })
})

test('[B-151] what this server cannot use is a warning', () => {
  const warnings = (statement: object) => lint(statement).warnings.join('\n')
  assert.match(warnings(allow({ Action: 's3:GetObject' })), /an action of another service/)
  const key = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
  assert.match(warnings(allow(key)), /aws:MultiFactorAuthPresent is not known here/)
  assert.match(
    warnings(allow({ Action: 'cases:ListDomains', Resource: `${domain}/*` })),
    /has no resource type/,
  )
  assert.equal(warnings(allow({ Action: 'cases:ListDomains', Resource: [domain, '*'] })), '')
  const known = ['aws:ResourceTag/a', 'aws:RequestTag/a', 'aws:TagKeys', 'cases:CreatedBy']
  for (const each of [...known, 'cases:RelatedItemType', 'connect:UserArn', 'AWS:sourceip']) {
    assert.equal(warnings(allow({ Condition: { StringLike: { [each]: 'x' } } })), '', each)
  }
  const old = parse({ Statement: allow({ Resource: `arn:a:b:c:d:${v('aws:username')}` }) })
  assert.match(lintPolicy(old).warnings.join(), /need "Version": "2012-10-17"/)
})

test('[B-144] the table has every operation and every action that operations ask for', () => {
  const names = Object.keys(operations)
  assert.equal(names.length, 43)
  for (const name of names) assert.ok(actions.has(`cases:${name}`), name)
  const inTable = [...actions.keys()].filter((name) => name.startsWith('cases:'))
  assert.equal(inTable.length, 43)
  const asked = new Set<string>()
  const folder = join(import.meta.dirname, '../../src/operations')
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts')) continue
    const text = readFileSync(join(folder, entry), 'utf8')
    for (const [, name = ''] of text.matchAll(/['"`]((?:cases|connect|opencases):\w+)['"`]/g)) {
      asked.add(name)
    }
  }
  const keys = new Set([...actions.values()].flatMap((action) => action.keys))
  assert.ok(asked.size >= 10, `only ${asked.size} actions found`)
  for (const name of asked) assert.ok(actions.has(name) || keys.has(name), name)
})
