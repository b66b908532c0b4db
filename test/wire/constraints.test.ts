// Every sentence of a violated constraint.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { body, comment, domain, items, refused, run } from './run.ts'

const oneError = (at: string, constraint: string) =>
  `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${constraint}`

test('[B-020] all violations are in one exception, in the form of AWS', async () => {
  const value = {
    templateId: '',
    fields: [
      { id: 'title', value: { stringValue: 'fine' } },
      { id: '', value: { stringValue: 'x'.repeat(4101) } },
    ],
    clientToken: 'x'.repeat(65),
  }
  await refused(
    { path: `${domain}/cases`, body: body(value) },
    'ValidationException',
    "4 validation errors detected: Value at 'templateId' failed to satisfy constraint: " +
      "Member must have length greater than or equal to 1; Value at 'fields.2.member.id' failed " +
      'to satisfy constraint: Member must have length greater than or equal to 1; ' +
      "Value at 'fields.2.member.value.stringValue' failed to satisfy constraint: " +
      "Member must have length less than or equal to 4100; Value at 'clientToken' failed to " +
      'satisfy constraint: Member must have length less than or equal to 64',
  )
})

const sla = (minutes: number, values: unknown[]) => ({
  type: 'Sla',
  content: {
    sla: {
      slaInputConfiguration: {
        name: 'n',
        type: 'CaseField',
        fieldId: 'status',
        targetFieldValues: values,
        targetSlaMinutes: minutes,
      },
    },
  },
})
const base = 'content.sla.slaInputConfiguration'
const closed = { stringValue: 'closed' }
const tags = (key: string, value: string) => ({
  templateId: 't',
  fields: [],
  tags: { [key]: value },
})
const pattern = 'Member must satisfy regular expression pattern'

const sentences: [path: string, value: unknown, message: string][] = [
  [
    '/domains',
    {},
    "1 validation error detected: Value null at 'name' failed to satisfy constraint: " +
      'Member must not be null',
  ],
  ['/domains', { name: 'x '.repeat(3) }, oneError('name', `${pattern}: .*[\\S]`)],
  [
    `${domain}/fields`,
    { name: 'x', type: 'Txt' },
    oneError(
      'type',
      'Member must satisfy enum value set: ' +
        '[Text, Number, Boolean, DateTime, SingleSelect, Url, User]',
    ),
  ],
  [
    items,
    comment('x'.repeat(15001)),
    oneError('content.comment.body', 'Member must have length less than or equal to 15000'),
  ],
  [
    items,
    sla(0, [closed]),
    oneError(`${base}.targetSlaMinutes`, 'Member must have value greater than or equal to 1'),
  ],
  [
    items,
    sla(1051201, [closed]),
    oneError(`${base}.targetSlaMinutes`, 'Member must have value less than or equal to 1051200'),
  ],
  [
    items,
    sla(5, []),
    oneError(`${base}.targetFieldValues`, 'Member must have length greater than or equal to 1'),
  ],
  [
    items,
    sla(5, [closed, closed]),
    oneError(`${base}.targetFieldValues`, 'Member must have length less than or equal to 1'),
  ],
  [
    `${domain}/cases`,
    tags('aws:x', 'y'),
    oneError(
      'tags',
      'Map keys must satisfy constraint: [Member must have length less than or equal to 128, ' +
        `Member must have length greater than or equal to 1, ${pattern}: ` +
        '(?![aA][wW][sS]:)[a-zA-Z0-9 _.:/=+\\-@]+]',
    ),
  ],
  [
    `${domain}/cases`,
    tags('x', 'é'),
    oneError(
      'tags',
      'Map value must satisfy constraint: [Member must have length less than or equal to 256, ' +
        `${pattern}: ([a-zA-Z0-9 _.:/=+\\-@]*)]`,
    ),
  ],
  [
    `${domain}/cases`,
    {
      templateId: 't',
      fields: [],
      tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])),
    },
    oneError('tags', 'Member must have length less than or equal to 50'),
  ],
]

test('[B-020] every kind of constraint has its sentence', async () => {
  for (const [path, value, message] of sentences) {
    await refused({ path, body: body(value) }, 'ValidationException', message)
  }
})

test('[B-020] query members are validated as any other', async () => {
  const wanted = { path: '/domains-list', query: { maxResults: '11' } }
  const message = oneError('maxResults', 'Member must have value less than or equal to 10')
  await refused(wanted, 'ValidationException', message)
})

test('[B-021] lengths count code points', async () => {
  const accepted = await run({ path: '/domains', body: body({ name: '😀'.repeat(100) }) })
  assert.equal(accepted.name, 'CreateDomain')
  const wanted = { path: '/domains', body: body({ name: '😀'.repeat(101) }) }
  const message = oneError('name', 'Member must have length less than or equal to 100')
  await refused(wanted, 'ValidationException', message)
})

test('[B-021] a pattern matches the whole value, also one with alternatives', async () => {
  const rule = (value: string) => ({
    path: `${domain}/case-rules`,
    body: body({
      name: 'r',
      rule: {
        fieldOptions: {
          parentChildFieldOptionsMappings: [
            { parentFieldOptionValue: value, childFieldOptionValues: [] },
          ],
        },
      },
    }),
  })
  for (const good of ['', 'x', ' x']) {
    assert.equal((await run(rule(good))).name, 'CreateCaseRule', good)
  }
  for (const bad of [' ', 'x ', 'x\ny']) {
    await refused(rule(bad), 'ValidationException', /regular expression pattern: \$\|\^\.\*\[\\S\]/)
  }
})

test('[B-021] a value that is too long never meets its pattern', async () => {
  const customEntity = `${'a'.repeat(1_000_000)}!`
  const value = { ...comment('x'), performedBy: { customEntity } }
  const message = oneError(
    'performedBy.customEntity',
    'Member must have length less than or equal to 500',
  )
  await refused({ path: items, body: body(value) }, 'ValidationException', message)
})

test('[B-022] at most 10 violations are listed', async () => {
  const fields = Array.from({ length: 220 }, () => ({ id: '', value: {} }))
  const wanted = { path: `${domain}/cases`, body: body({ templateId: 't', fields }) }
  const { answer } = await run(wanted)
  assert.match(answer.json.message, /^10 validation errors detected: /)
  assert.equal(answer.json.message.split('Value at').length - 1, 10)
})

test('[B-022] the items of a list that is too long are not looked at', async () => {
  const fields = Array.from({ length: 221 }, () => ({ id: '', value: {} }))
  const wanted = { path: `${domain}/cases`, body: body({ templateId: 't', fields }) }
  const message = oneError('fields', 'Member must have length less than or equal to 220')
  await refused(wanted, 'ValidationException', message)
})

test('[B-023] no value comes back in a sentence', async () => {
  const secret = 'Zebra-4711'
  for (const wanted of [
    { path: '/domains', body: body({ name: `${secret} ` }) },
    { path: items, body: body({ type: secret, content: { comment: { body: secret } } }) },
    { path: items, body: body({ ...comment('x'), performedBy: { customEntity: `${secret}!` } }) },
    { path: items, body: `{"type":"${secret}` },
    { path: '/tags/x', body: body({ tags: { [`${secret}\0`]: secret } }) },
    { path: '/domains-list', query: { maxResults: secret } },
  ]) {
    const { answer } = await run(wanted)
    assert.equal(answer.status, 400)
    assert.ok(!answer.text.includes(secret), answer.text)
  }
})

test('[B-024] a union has exactly one known member', async () => {
  const constraint =
    'Member must have exactly one of the members: ' +
    '[contact, comment, file, sla, connectCase, custom]'
  const contact = { contactArn: 'arn:x' }
  const { content } = comment('x')
  for (const bad of [{}, { fax: {} }, { comment: null }, { ...content, contact }]) {
    await refused(
      { path: items, body: body({ type: 'Comment', content: bad }) },
      'ValidationException',
      oneError('content', constraint),
    )
  }
  const good = { ...content, contact: null, fax: {} }
  const { input } = await run({ path: items, body: body({ type: 'Comment', content: good }) })
  assert.deepEqual(input?.content, content)
})
