// UpdateCase through the official SDK; what case rules make of it is in caseRules.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues, plain, present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const unknownId = '0198c000-0000-7000-8000-000000000001'

test('[B-330] named fields change, others stay, and the case knows when and by whom', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase({ summary: 'Broken' })
  setting.clock.advance(1000)
  const performedBy = { customEntity: 'night shift' }
  const fields = fieldValues({ title: 'Lamp', summary: null })
  const { $metadata, ...output } = await root.updateCase({ domainId, caseId, fields, performedBy })
  assert.deepEqual([output, $metadata.httpStatusCode], [{}, 200])
  const ids = ['title', 'summary', 'status', 'last_updated_datetime', 'created_datetime']
  assert.deepEqual(await setting.read(caseId, ...ids, 'last_updated_user', 'created_by'), {
    title: 'Lamp',
    status: 'open',
    last_updated_datetime: '2026-11-23T10:00:01.000Z',
    created_datetime: '2026-11-23T10:00:00.000Z',
    last_updated_user: 'night shift',
    created_by: 'arn:aws:iam::000000000000:root',
  })
})

test('[B-330] closing and opening again leave their times', async () => {
  await using setting = await caseSetting()
  const caseId = await setting.newCase()
  const read = () => setting.read(caseId, 'last_closed_datetime', 'last_reopened_datetime')
  assert.deepEqual(await read(), {})
  setting.clock.advance(1000)
  await setting.update(caseId, { status: 'closed' })
  const closed = { last_closed_datetime: '2026-11-23T10:00:01.000Z' }
  assert.deepEqual(await read(), closed)
  setting.clock.advance(1000)
  await setting.update(caseId, { title: 'Lamp', status: 'closed' })
  assert.deepEqual(await read(), closed)
  await setting.update(caseId, { status: 'open' })
  const reopened = { ...closed, last_reopened_datetime: '2026-11-23T10:00:02.000Z' }
  assert.deepEqual(await read(), reopened)
  setting.clock.advance(1000)
  await setting.update(caseId, { title: 'Bulb' })
  assert.deepEqual(await read(), reopened)
})

test('[B-330] a related item does not touch the times of its case', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  setting.clock.advance(1000)
  const comment = { body: 'Called back', contentType: 'Text/Plain' } as const
  await root.createRelatedItem({ domainId, caseId, type: 'Comment', content: { comment } })
  assert.deepEqual(await setting.read(caseId, 'last_updated_datetime'), {
    last_updated_datetime: '2026-11-23T10:00:00.000Z',
  })
})

test('[B-331] an update that changes nothing leaves no trace', async () => {
  await using setting = await caseSetting()
  const number = await setting.newField('Number')
  const caseId = await setting.newCase({ [number]: 7 })
  setting.clock.advance(1000)
  for (const fields of [{}, { title: 'Broken lamp', [number]: 7 }, { summary: null }]) {
    await setting.update(caseId, fields)
  }
  assert.deepEqual(await setting.read(caseId, 'last_updated_datetime'), {
    last_updated_datetime: '2026-11-23T10:00:00.000Z',
  })
  assert.equal((await setting.history(caseId)).length, 1)
})

test('[B-333] [B-601] reaching the target completes every open SLA, one event each', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  await setting.addSla(caseId, 'late', 1)
  await setting.addSla(caseId, 'in time', 60)
  await setting.addSla(caseId, 'reached', 60, 'open')
  const statuses = async () => {
    const { relatedItems } = await root.searchRelatedItems({ domainId, caseId })
    const found = present(relatedItems).map(({ content }) => content?.sla?.slaConfiguration)
    return Object.fromEntries(found.map((sla) => [sla?.name, sla?.status]))
  }
  setting.clock.advance(2 * 60_000)
  assert.deepEqual(await statuses(), { late: 'Overdue', 'in time': 'Active', reached: 'Met' })
  await setting.update(caseId, { status: 'closed' })
  const done = { late: 'NotMet', 'in time': 'Met', reached: 'Met' }
  assert.deepEqual(await statuses(), done)
  assert.deepEqual(await setting.read(caseId, 'next_sla_breach_datetime'), {})
  // The breach of the late one was told before (B-1083).
  const events = (await setting.history(caseId)).slice(0, 5)
  assert.deepEqual(
    events.map(({ type }) => type),
    [
      'RelatedItem.Updated',
      'RelatedItem.Updated',
      'Case.Updated',
      'RelatedItem.Updated',
      'RelatedItem.Created',
    ],
  )
  const changed = events.slice(0, 2).map(({ fields }) => {
    const field = present(fields).find(({ eventFieldId }) => eventFieldId === 'sla.status')
    return [plain(field?.oldValue), plain(field?.newValue)]
  })
  assert.deepEqual(changed.sort(), [
    ['Active', 'Met'],
    ['Overdue', 'NotMet'],
  ])
  await setting.update(caseId, { status: 'open' })
  assert.deepEqual(await statuses(), done)
})

test('[B-335] a deleted field can be written while the case holds a value', async () => {
  await using setting = await caseSetting()
  const fieldId = await setting.newField('Text')
  const caseId = await setting.newCase({ [fieldId]: 'a' })
  await setting.root.deleteField({ domainId: setting.domainId, fieldId })
  await setting.update(caseId, { [fieldId]: 'b' })
  assert.deepEqual(await setting.read(caseId, fieldId), { [fieldId]: 'b' })
  await setting.update(caseId, { [fieldId]: null })
  assert.deepEqual(await setting.read(caseId, fieldId), {})
  const call = setting.update(caseId, { [fieldId]: 'c' })
  await expectError(call, 'ValidationException', new RegExp(`Deleted: ${fieldId}`))
})

test('[B-314] a value whose option was deactivated can be kept but not chosen', async () => {
  await using setting = await caseSetting()
  const fieldId = await setting.newField('SingleSelect', ['a', 'b'])
  const caseId = await setting.newCase({ [fieldId]: 'a' })
  await setting.root.batchPutFieldOptions({
    domainId: setting.domainId,
    fieldId,
    options: [{ name: 'a', value: 'a', active: false }],
  })
  await setting.update(caseId, { [fieldId]: 'a', title: 'Lamp' })
  await setting.update(caseId, { [fieldId]: 'b' })
  await expectError(setting.update(caseId, { [fieldId]: 'a' }), 'ValidationException', /active/)
})

test('[B-314] a long text stays when its field has become single-line', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const attributes = (isMultiline: boolean) => ({ attributes: { text: { isMultiline } } })
  const made = { domainId, name: 'note', type: 'Text', ...attributes(true) } as const
  const { fieldId = '' } = await root.createField(made)
  const note = 'a'.repeat(501)
  const caseId = await setting.newCase({ [fieldId]: note })
  await root.updateField({ domainId, fieldId, ...attributes(false) })
  await setting.update(caseId, { title: 'Lamp', [fieldId]: note })
  const longer = setting.update(caseId, { [fieldId]: `${note}b` })
  await expectError(longer, 'ValidationException', /at most 500 characters/)
  await setting.update(caseId, { [fieldId]: 'short' })
  await expectError(setting.update(caseId, { [fieldId]: note }), 'ValidationException', /500/)
})

test('[B-303] [B-304] [B-319] fields that cannot be written are named', async () => {
  await using setting = await caseSetting()
  const caseId = await setting.newCase()
  const { reference_number } = await setting.read(caseId, 'reference_number')
  const call = setting.update(caseId, {
    [unknownId]: 'x',
    last_closed_datetime: '2026-01-01',
    reference_number: String(reference_number),
  })
  const { message } = await expectError(call, 'ValidationException', /Not in the domain: 0198/)
  assert.match(message, /service only: last_closed_datetime\./)
  assert.match(message, /Not to be changed after creation: reference_number\./)
  const fields = [...fieldValues({ title: 'a' }), ...fieldValues({ title: 'b' })]
  const twice = setting.root.updateCase({ domainId: setting.domainId, caseId, fields })
  await expectError(twice, 'ValidationException', /more than once: title/)
})

test('[B-020] [B-310] [B-311] shapes and values that are refused leave no trace', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const refused = (more: object, message: RegExp) => {
    const call = root.updateCase({ domainId, caseId, fields: [], ...more })
    return expectError(call, 'ValidationException', message)
  }
  const many = Array.from({ length: 221 }, () => fieldValues({ title: 'Lamp' })).flat()
  await refused({ fields: many }, /'fields'/)
  await refused({ performedBy: { customEntity: ' ' } }, /customEntity/)
  await refused({ fields: fieldValues({ title: 'a'.repeat(501) }) }, /Must be .*: title\./)
  await refused({ fields: fieldValues({ customer_id: 'Jane' }) }, /Must be .*: customer_id\./)
  await refused({ fields: fieldValues({ title: 'Lamp', status: 'gone' }) }, /Must be .*: status\./)
  assert.deepEqual(await setting.read(caseId, 'title'), { title: 'Broken lamp' })
  assert.equal((await setting.history(caseId)).length, 1)
})

test('[B-321] required fields cannot be cleared, and only those named are asked for', async () => {
  await using setting = await caseSetting()
  const wanted = await setting.newField('Text')
  const templateId = await setting.newTemplate({ requiredFields: [{ fieldId: wanted }] })
  const caseId = await setting.newCase({ [wanted]: 'a' }, templateId)
  for (const id of [wanted, 'title', 'status']) {
    const call = setting.update(caseId, { [id]: null })
    await expectError(call, 'ValidationException', new RegExp(`need a value: ${id}\\.`))
  }
  const { root, domainId } = setting
  await root.updateTemplate({ domainId, templateId, requiredFields: [{ fieldId: 'summary' }] })
  await setting.update(caseId, { title: 'Lamp', [wanted]: null })
  await expectError(setting.update(caseId, { summary: null }), 'ValidationException', /summary/)
})

test("[B-330] an unknown case, and another domain's, is not found", async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const update = (domain: string, caseId: string) =>
    root.updateCase({ domainId: domain, caseId, fields: fieldValues({ case_id: 'x' }) })
  const caseId = await setting.newCase()
  await expectError(update(domainId, unknownId), 'ResourceNotFoundException', /Case/)
  const other = await setting.newDomain('other')
  await expectError(update(other, caseId), 'ResourceNotFoundException', /Case/)
  await expectError(update(unknownId, caseId), 'ResourceNotFoundException', /Domain/)
})

test('[B-336] the case, the domain and each field must be allowed', async () => {
  await using setting = await caseSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const resources = [domain, `${domain}/case/${caseId}`, `${domain}/field/summary`]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:UpdateCase', Resource })
  const input = { domainId, caseId, fields: fieldValues({ summary: 'Broken' }) }
  await (await allow(resources)).updateCase(input)
  for (const missing of resources) {
    const someone = await allow(resources.filter((resource) => resource !== missing))
    await expectError(someone.updateCase(input), 'AccessDeniedException', /cases:UpdateCase/)
  }
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const named = (await allow(resources)).updateCase({ ...input, performedBy: { userArn } })
  await expectError(named, 'AccessDeniedException', /connect:DescribeUser/)
  assert.equal((await setting.history(caseId)).length, 2)
})
