// A server of its own with a domain and a template, for tests that are about cases. Time is the
// test's: it stands still until it is moved on.
import { randomUUID } from 'node:crypto'
import {
  ConnectCases,
  type CreateTemplateCommandInput,
  type FieldType,
  type FieldValue,
  type FieldValueUnion,
} from '@aws-sdk/client-connectcases'
import { realClock } from '../../src/clock.ts'
import { noteOperations } from './errors.ts'
import { type Keys, startTestServer } from './server.ts'

/** @param settings of the server as flags, e.g. `{ 'case-rules': 'advisory' }`. */
export const caseSetting = async (settings: Record<string, string> = {}) => {
  const clock = standingClock()
  const test = await startTestServer({ settings, clock })
  const { server } = test
  const clients: ConnectCases[] = []
  const connect = (credentials: Keys) => {
    const { endpoint } = server
    const client = new ConnectCases({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
    noteOperations(client)
    clients.push(client)
    return client
  }
  const root = connect(server.rootKey)
  const newDomain = async (name: string) => (await root.createDomain({ name })).domainId as string
  const domainId = await newDomain('support')
  const newTemplate = async (more: Partial<CreateTemplateCommandInput> = {}) => {
    const name = `template ${randomUUID()}`
    const { templateId } = await root.createTemplate({ domainId, name, ...more })
    return templateId as string
  }
  return {
    /** The server, for other clients than those of Cases. */
    test,
    root,
    clock,
    endpoint: server.endpoint,
    rootKey: server.rootKey,
    server,
    /** Let time pass, with all that falls due; needs the setting `{ clock: 'virtual' }`. */
    pass: async (ms: number) => {
      const { send } = test
      const { status, text } = await send('POST', '/_opencases/clock', { advanceMs: ms })
      if (status !== 200) throw new Error(text)
    },
    /** A signed request by hand, for what is no operation of AWS's. */
    send: test.send,
    keyFor: test.keyFor,
    domainId,
    newDomain,
    newTemplate,
    ...actionsOn(root, domainId, await newTemplate()),
    /** A client who may do what the policy's statements allow. */
    as: async (...statements: object[]) => {
      const policy = { Version: '2012-10-17', Statement: statements }
      return connect(await test.keyFor(policy, { name: `user-${clients.length}` }))
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy()
      await test[Symbol.asyncDispose]()
    },
  }
}

/** What tests do to cases, in short. */
const actionsOn = (root: ConnectCases, domainId: string, templateId: string) => ({
  templateId,
  newField: async (type: FieldType, options: readonly string[] = []) => {
    const name = `field ${randomUUID()}`
    const { fieldId } = await root.createField({ domainId, name, type })
    if (options.length > 0) {
      await root.batchPutFieldOptions({
        domainId,
        fieldId,
        options: options.map((value) => ({ name: value, value, active: true })),
      })
    }
    return fieldId as string
  },
  newCase: async (fields: Fields = {}, template = templateId) => {
    const all = fieldValues({ title: 'Broken lamp', ...fields })
    const { caseId } = await root.createCase({ domainId, templateId: template, fields: all })
    return caseId as string
  },
  update: async (caseId: string, fields: Fields) => {
    await root.updateCase({ domainId, caseId, fields: fieldValues(fields) })
  },
  /** The values of a case by field id. */
  read: async (caseId: string, ...ids: string[]) => {
    const asked = ids.map((id) => ({ id }))
    const { fields } = await root.getCase({ domainId, caseId, fields: asked })
    return Object.fromEntries((fields ?? []).map(({ id, value }) => [id, plain(value)]))
  },
  history: async (caseId: string) =>
    present((await root.getCaseAuditEvents({ domainId, caseId })).auditEvents),
  addSla: async (caseId: string, name: string, targetSlaMinutes: number, target = 'closed') => {
    const targetFieldValues = [{ stringValue: target }]
    const about = { fieldId: 'status', targetFieldValues, targetSlaMinutes }
    const slaInputConfiguration = { name, type: 'CaseField' as const, ...about }
    const content = { sla: { slaInputConfiguration } }
    await root.createRelatedItem({ domainId, caseId, type: 'Sla', content })
  },
})

/** Values by field id: a bare one stands for its union member, `null` for the empty value. */
export type Fields = Record<string, string | number | boolean | null | FieldValueUnion>

export const fieldValues = (fields: Fields): FieldValue[] =>
  Object.entries(fields).map(([id, value]) => ({ id, value: union(value) }))

/** The members of a list: the SDK's types allow null, the API has none. */
export const present = <T>(list: readonly (T | null)[] | undefined): T[] =>
  (list ?? []).filter((member) => member !== null)

/** The value itself, out of its union. */
export const plain = (value: FieldValueUnion | undefined): unknown =>
  value === undefined ? undefined : Object.values(value).find((member) => member !== undefined)

const union = (value: Fields[string]): FieldValueUnion => {
  if (value === null) return { emptyValue: {} }
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number') return { doubleValue: value }
  return typeof value === 'boolean' ? { booleanValue: value } : value
}

const standingClock = () => {
  const real = realClock()
  let ms = Date.UTC(2026, 10, 23, 10)
  return {
    ...real,
    now: () => ms,
    advance: (byMs: number) => {
      ms += byMs
    },
  }
}
