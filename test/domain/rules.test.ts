// Conditions and actions of rules on cases, as pure functions.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CaseRow, FieldValues } from '../../src/domain/rows.ts'
import { RuleActionError, requireActions, stepsOf } from '../../src/domain/rules/actions.ts'
import { holds } from '../../src/domain/rules/condition.ts'
import { parseFunction, RuleFunctionError } from '../../src/domain/rules/function.ts'
import type { RuleTrigger } from '../../src/domain/rules/rule.ts'
import type { RuleAction } from '../../src/model/connect/rule-actions.ts'

const now = Date.UTC(2026, 10, 24)

const ruleFunction = (body: object) => JSON.stringify({ Version: '2022-11-25', RuleFunction: body })

const one = (condition: object) => ruleFunction({ Operator: 'AND', Operands: [condition] })

const onField = (fieldId: string, Operator: string, Operands: unknown[], Negate = false) => ({
  Operator,
  Operands,
  ComparisonValue: `$.Case.Fields.${fieldId}`,
  Negate,
})

const row = (values: FieldValues): CaseRow => ({
  scope: 'd' as CaseRow['scope'],
  id: 'case',
  templateId: 'template-1',
  values,
  tags: {},
  createdAt: now,
  updatedAt: now,
  unmetSlas: [],
  counts: { relatedItems: 0, files: 0, slas: 0 },
  chain: { sequence: 1, mac: new Uint8Array(32) },
})

const judge = (text: string, values: FieldValues, trigger: RuleTrigger = 'OnCaseUpdate') =>
  holds(parseFunction(text, trigger), { row: row(values), now, slaName: 'First reply' })

describe('what a condition says of a case', () => {
  const values: FieldValues = {
    status: { stringValue: 'open' },
    summary: { stringValue: 'The PRINTER is on Fire' },
    amount: { doubleValue: 12.5 },
    urgent: { booleanValue: true },
    created_datetime: { stringValue: '2026-11-24T10:00:00.000Z' },
    assigned_queue: {
      stringValue: 'arn:aws:connect:us-east-1:000000000000:instance/i/queue/q-1',
    },
    assigned_user: { userArnValue: 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/u-1' },
  }
  const cases: [string, object, boolean][] = [
    ['equal text', onField('status', 'EQUALS', ['open']), true],
    ['another text', onField('status', 'EQUALS', ['closed']), false],
    ['equality minds upper and lower case', onField('status', 'EQUALS', ['Open']), false],
    ['negated', onField('status', 'EQUALS', ['closed'], true), true],
    ['no value equals nothing', onField('case_reason', 'EQUALS', ['x']), false],
    ['no value, negated', onField('case_reason', 'EQUALS', ['x'], true), true],
    ['contained, in any case', onField('summary', 'CONTAINS', ['printer']), true],
    ['not contained', onField('summary', 'CONTAINS', ['scanner']), false],
    ['a queue by its id', onField('assigned_queue', 'CONTAINS_ANY', ['q-0', 'q-1']), true],
    ['a user by its id', onField('assigned_user', 'CONTAINS_ANY', ['u-1']), true],
    ['a part of an id is none', onField('assigned_user', 'CONTAINS_ANY', ['u']), false],
    ['a number', onField('amount', 'EQUALS', ['12.50']), true],
    ['at least', onField('amount', 'NumberGreaterOrEqualTo', [12.5]), true],
    ['at most', onField('amount', 'NumberLessOrEqualTo', ['12']), false],
    ['a Boolean', onField('urgent', 'EQUALS', ['true']), true],
    [
      'an instant, in whatever zone and with microseconds',
      onField('created_datetime', 'NumberLessOrEqualTo', ['2026-11-24T11:00:00.000001+01:00']),
      true,
    ],
    [
      'a later instant',
      onField('created_datetime', 'NumberGreaterOrEqualTo', ['2026-11-24T10:00:00.001Z']),
      false,
    ],
    ['no value is above nothing', onField('nothing', 'NumberGreaterOrEqualTo', [0]), false],
    [
      'a template',
      { Operator: 'CONTAINS_ANY', Operands: ['template-1'], ComparisonValue: '$.Case.TemplateId' },
      true,
    ],
  ]
  for (const [name, condition, expected] of cases) {
    test(`[B-1257] ${name}`, () => {
      assert.equal(judge(one(condition), values), expected)
    })
  }

  test('[B-1256] groups nest', () => {
    const open = onField('status', 'EQUALS', ['open'])
    const closed = onField('status', 'EQUALS', ['closed'])
    const either = { Operator: 'OR', Operands: [closed, open] }
    assert.equal(judge(ruleFunction({ Operator: 'AND', Operands: [open, either] }), values), true)
    assert.equal(judge(ruleFunction({ Operator: 'AND', Operands: [open, closed] }), values), false)
  })

  test('[B-1256] the name of the SLA is for breaches alone', () => {
    const condition = {
      Operator: 'CONTAINS_ANY',
      Operands: ['First reply'],
      ComparisonValue: '$.RelatedItem.SlaConfiguration.Name',
    }
    assert.equal(judge(one(condition), values, 'OnSlaBreach'), true)
    assert.throws(() => parseFunction(one(condition), 'OnCaseCreate'), RuleFunctionError)
  })
})

describe('what is no condition', () => {
  const status = onField('status', 'EQUALS', ['open'])
  const deep = (levels: number): object =>
    levels === 0 ? status : { Operator: 'AND', Operands: [deep(levels - 1)] }
  const refused: [string, string, RegExp][] = [
    ['no JSON', '{', /not JSON/],
    ['no object', '[]', /must be an object/],
    ['another version', '{"Version":"1","RuleFunction":{}}', /Version/],
    ['a comparison at the root', ruleFunction(status), /AND or OR/],
    ['an unknown operator', one({ ...status, Operator: 'LIKE' }), /Operands\[0\].Operator/],
    ['an unknown subject', one({ ...status, ComparisonValue: '$.Case.Id' }), /ComparisonValue/],
    ['a member that we do not know', one({ ...status, FilterClause: {} }), /member/],
    ['two operands for one', one({ ...status, Operands: ['a', 'b'] }), /Operands/],
    ['no operand', one({ ...status, Operands: [] }), /Operands/],
    ['an empty group', ruleFunction({ Operator: 'AND', Operands: [] }), /Operands/],
    ['a text for a number', one(onField('x', 'NumberLessOrEqualTo', ['soon'])), /ISO 8601/],
    ['groups too deep', ruleFunction(deep(11)), /deep/],
    [
      'too many comparisons',
      ruleFunction({ Operator: 'OR', Operands: Array(101).fill(status) }),
      /more than 100/,
    ],
  ]
  for (const [name, text, sentence] of refused) {
    test(`[B-1255] ${name}`, () => {
      assert.throws(
        () => parseFunction(text, 'OnCaseUpdate'),
        (error) => error instanceof RuleFunctionError && sentence.test(error.message),
      )
    })
  }
})

describe('actions', () => {
  const update: RuleAction = {
    ActionType: 'UPDATE_CASE',
    UpdateCaseAction: { Fields: [{ Id: 'status', Value: { StringValue: 'closed' } }] },
  }
  const task: RuleAction = {
    ActionType: 'CREATE_TASK',
    TaskAction: { Name: 'Call back', ContactFlowId: 'flow' },
  }
  const end: RuleAction = { ActionType: 'END_ASSOCIATED_TASKS', EndAssociatedTasksAction: {} }

  test('[B-1260] come to steps, in their order', () => {
    const actions = [update, task, end]
    requireActions(actions, 'OnCaseUpdate')
    assert.deepEqual(
      stepsOf(actions).map(({ step }) => step),
      ['updateCase', 'startTask', 'linkTask', 'endTasks'],
    )
  })

  const refused: [string, readonly RuleAction[], RuleTrigger][] = [
    ['none', [], 'OnCaseUpdate'],
    ['more than ten', Array(11).fill(update), 'OnCaseUpdate'],
    ['an update by a breach', [update], 'OnSlaBreach'],
    ['the end of tasks by a creation', [end], 'OnCaseCreate'],
    ['a type without its action', [{ ActionType: 'CREATE_TASK' }], 'OnCaseCreate'],
    ['another type’s action', [{ ...task, ActionType: 'UPDATE_CASE' }], 'OnCaseCreate'],
    ['two actions in one', [{ ...task, ...update }], 'OnCaseCreate'],
    [
      'a notification, which is not built',
      [
        {
          ActionType: 'SEND_NOTIFICATION',
          SendNotificationAction: {
            DeliveryMethod: 'EMAIL',
            Content: 'x',
            ContentType: 'PLAIN_TEXT',
            Recipient: {},
          },
        },
      ],
      'OnCaseCreate',
    ],
    [
      'a value of two kinds',
      [
        {
          ActionType: 'UPDATE_CASE',
          UpdateCaseAction: { Fields: [{ Id: 'a', Value: { StringValue: '', DoubleValue: 1 } }] },
        },
      ],
      'OnCaseCreate',
    ],
  ]
  for (const [name, actions, trigger] of refused) {
    test(`[B-1260] refused: ${name}`, () => {
      assert.throws(() => requireActions(actions, trigger), RuleActionError)
    })
  }
})
