// What tests of related items need beside cases: contacts and files that exist, and items in short.
import assert from 'node:assert/strict'
import {
  type CreateRelatedItemCommandInput,
  type RelatedItemInputContent,
  type RelatedItemType,
  type RelatedItemTypeFilter,
  RelatedItemType as types,
} from '@aws-sdk/client-connectcases'
import { caseSetting, present } from './case-setting.ts'
import { expectError } from './errors.ts'

/** An id of our form that nothing has. */
export const unknownId = '0198c000-0000-7000-8000-000000000001'

const instance = 'arn:aws:connect:us-east-1:000000000000:instance/i-1'

export const contactArn = (id: string) => `${instance}/contact/${id}`
export const fileArn = (id: string) => `${instance}/file/${id}`

/** @param settings of the server as flags, e.g. `{ quotas: 'slasPerCase=2' }`. */
export const itemSetting = async (settings: Record<string, string> = {}) => {
  const setting = await caseSetting(settings)
  const { root, domainId, send } = setting
  const domainArn = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const caseArn = (caseId: string) => `${domainArn}/case/${caseId}`
  const put = async (path: string, body: object) => {
    const sent = await send('PUT', `/_opencases/${path}`, body)
    assert.equal(sent.status, 200, sent.text)
  }
  const items = async (caseId: string, ...filters: RelatedItemTypeFilter[]) =>
    present((await root.searchRelatedItems({ domainId, caseId, filters })).relatedItems)
  const add = async (caseId: string, content: RelatedItemInputContent, more: More = {}) => {
    const type = typeOf(content)
    const input = { domainId, caseId, type, content, ...more }
    return (await root.createRelatedItem(input)).relatedItemId as string
  }
  return {
    ...setting,
    domainArn,
    caseArn,
    itemArn: (caseId: string, itemId: string) => `${caseArn(caseId)}/related-item/${itemId}`,
    /** Give the directory a contact; its ARN. */
    newContact: async (id: string, channel = 'VOICE') => {
      const arn = contactArn(id)
      const connectedToSystemTime = '2026-11-23T09:00:00Z'
      await put('contacts', { arn, channel, connectedToSystemTime })
      return arn
    },
    /** Give the directory a file of a case; its ARN. */
    newFile: async (caseId: string, id: string) => {
      const arn = fileArn(id)
      await put('files', { arn, case: caseArn(caseId), name: `${id}.pdf` })
      return arn
    },
    /** Add an item, of the type that its content names. */
    add,
    addComment: (caseId: string, body: string, more?: More) => add(caseId, comment(body), more),
    items,
    /** Nothing but the case's own creation has happened. */
    assertUntouched: async (caseId: string) => {
      assert.deepEqual(await items(caseId), [])
      const history = (await setting.history(caseId)).map(({ type }) => type)
      assert.deepEqual(history, ['Case.Created'])
    },
    /** Adding is refused, and nothing written. */
    refuse: async (
      caseId: string,
      content: RelatedItemInputContent,
      message: RegExp,
      name: 'ResourceNotFoundException' | 'ValidationException' = 'ValidationException',
    ) => expectError(add(caseId, content), name, message),
  }
}

type More = Partial<CreateRelatedItemCommandInput>

export const comment = (body: string) => ({
  comment: { body, contentType: 'Text/Plain' as const },
})

/** The input of an SLA on the status, unless `more` says otherwise. */
export const sla = (name: string, targetSlaMinutes: number, more: object = {}) => ({
  sla: {
    slaInputConfiguration: {
      name,
      type: 'CaseField' as const,
      fieldId: 'status',
      targetFieldValues: [{ stringValue: 'closed' }],
      targetSlaMinutes,
      ...more,
    },
  },
})

/** Minutes in the milliseconds that a clock is moved by. */
export const minutesMs = (minutes: number) => minutes * 60_000

const typeOf = (content: RelatedItemInputContent): RelatedItemType => {
  const [member = ''] = Object.keys(content)
  const type = Object.values(types).find((name) => name.toLowerCase() === member.toLowerCase())
  return type ?? assert.fail(`${member} is no member of a related item's content`)
}
