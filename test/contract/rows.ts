// Rows of every kind, as the program makes them: a domain with a field of each type that compares in its own
// way, cases with the history that belongs to them, related items of all six types.
import { createHmac } from 'node:crypto'
import { formatInstant, realClock } from '../../src/clock.ts'
import type { DomainConfig, Field } from '../../src/domain/domain-config.ts'
import { newDomain } from '../../src/domain/new-domain.ts'
import type {
  AuditRow,
  CaseRow,
  ChainHead,
  FieldValues,
  OutboxRow,
  RelatedItemRow,
  StoredContent,
} from '../../src/domain/rows.ts'
import { idMaker } from '../../src/ids.ts'
import type { RelatedItemType } from '../../src/model/common.ts'
import type { ChainMac, Change } from '../../src/storage/contract.ts'

/** Ids that grow. */
export const newId = idMaker(realClock())

/** Any moment; rows of one test lie around it. */
export const someTime = Date.UTC(2026, 10, 23, 10)

export const mac: ChainMac = (previous, sequence, bytes) => {
  const hmac = createHmac('sha256', 'contract').update(previous).update(`${sequence}`)
  return new Uint8Array(hmac.update(bytes).digest())
}

type CaseMore = Partial<Omit<CaseRow, 'values'>> & { readonly values?: FieldValues }

export type Builder = ReturnType<typeof builderOf>

/** A domain and what makes rows of it. */
export const builder = (name: string): Builder => {
  const id = newId()
  const fields = customFields()
  const fresh = newDomain(id, `${name} ${id}`, someTime)
  const all = [...fresh.fields.values(), ...Object.values(fields)]
  return builderOf({ ...fresh, fields: new Map(all.map((field) => [field.id, field])) })
}

/** What makes rows of a domain that another builder made. */
export const builderOf = (domain: DomainConfig) => {
  const idOf = (name: string): string =>
    [...domain.fields.values()].find((field) => field.name === name)?.id ?? ''
  return {
    domain,
    scope: domain.scope,
    note: idOf('note'),
    amount: idOf('amount'),
    urgent: idOf('urgent'),
    due: idOf('due'),
    size: idOf('size'),
    case: (more: CaseMore = {}): CaseRow => caseOf(domain, more),
    item: itemOf,
  }
}

/** What a new case comes with: its row, and the first event of its history. */
export const creation = (row: CaseRow): Change[] => [
  { change: 'case.insert', row },
  { change: 'audit.append', row: firstEvent(row) },
]

/** A later state of a case: its row, and the changes that lead there. */
export const revision = (before: CaseRow, more: CaseMore, text = 'changed') => {
  const event = nextEvent(before, text)
  const { sequence, mac: chain } = event
  const values = more.values ?? before.values
  const after: CaseRow = { ...before, ...more, values, chain: { sequence, mac: chain } }
  const changes: Change[] = [
    { change: 'case.update', before, after },
    { change: 'audit.append', row: event },
  ]
  return { after, changes, event }
}

/** The event that follows the end of a case's history. */
export const nextEvent = (row: CaseRow, text: string): AuditRow => {
  const sequence = row.chain.sequence + 1
  const bytes = new TextEncoder().encode(JSON.stringify({ sequence, text }))
  const made = mac(row.chain.mac, sequence, bytes)
  const place = { scope: row.scope, caseId: row.id, sequence, at: someTime + sequence }
  return { ...place, bytes, mac: made }
}

export const outgoing = ({ scope, id }: CaseRow, at: number): OutboxRow => ({
  scope,
  caseId: id,
  sequence: 1,
  at,
  event: JSON.stringify({ about: id }),
})

const start: ChainHead = { sequence: 0, mac: new Uint8Array(32) }

const firstEvent = (row: CaseRow): AuditRow => nextEvent({ ...row, chain: start }, 'created')

const caseOf = (domain: DomainConfig, more: CaseMore): CaseRow => {
  const id = more.id ?? newId()
  const createdAt = more.createdAt ?? someTime
  const updatedAt = more.updatedAt ?? createdAt
  const row = {
    scope: domain.scope,
    id,
    templateId: newId(),
    tags: {},
    unmetSlas: [],
    counts: { relatedItems: 0, files: 0, slas: 0 },
    chain: start,
    createdAt,
    updatedAt,
    ...more,
    values: {
      title: { stringValue: `case ${id}` },
      status: { stringValue: 'open' },
      created_datetime: { stringValue: formatInstant(createdAt) },
      last_updated_datetime: { stringValue: formatInstant(updatedAt) },
      ...more.values,
    },
  }
  const { sequence, mac: made } = firstEvent(row)
  return more.chain === undefined ? { ...row, chain: { sequence, mac: made } } : row
}

type ItemMore = Partial<Omit<RelatedItemRow, 'content'>>

const itemOf = (row: CaseRow, content: StoredContent, more: ItemMore = {}): RelatedItemRow => {
  const [member = ''] = Object.keys(content)
  const reference = referenceIn(content)
  return {
    scope: row.scope,
    id: newId(),
    caseId: row.id,
    type: `${member.charAt(0).toUpperCase()}${member.slice(1)}` as RelatedItemType,
    associatedAt: someTime,
    content,
    createdBy: { userArn: 'arn:aws:iam::000000000000:user/agent' },
    tags: {},
    ...(reference === undefined ? {} : { reference }),
    ...more,
  }
}

const referenceIn = (content: StoredContent): string | undefined => {
  if ('contact' in content) return content.contact.contactArn
  if ('file' in content) return content.file.fileArn
  return 'connectCase' in content ? content.connectCase.caseId : undefined
}

const customFields = () => {
  const field = (name: string, type: Field['type'], options: Field['options'] = []): Field => ({
    id: newId(),
    name,
    type,
    namespace: 'Custom',
    tags: {},
    deleted: false,
    createdAt: someTime,
    modifiedAt: someTime,
    options,
  })
  return {
    note: field('note', 'Text'),
    amount: field('amount', 'Number'),
    urgent: field('urgent', 'Boolean'),
    due: field('due', 'DateTime'),
    size: field('size', 'SingleSelect', [
      { name: 'Small', value: 'small', active: true },
      { name: 'Very large', value: 'large', active: true },
    ]),
  }
}

export const comment = (body: string): StoredContent => ({
  comment: { body, contentType: 'Text/Plain' },
})

export const contactArn = (id: string) =>
  `arn:aws:connect:us-east-1:000000000000:instance/i/contact/${id}`

export const contact = (id: string, channel = 'VOICE'): StoredContent => ({
  contact: { contactArn: contactArn(id), channel, connectedToSystemAt: someTime },
})

export const file = (id: string): StoredContent => ({ file: { fileArn: `arn:file/${id}` } })

export const link = (caseId: string): StoredContent => ({ connectCase: { caseId } })

export const sla = (name: string, targetAt: number, completedAt?: number): StoredContent => ({
  sla: {
    name,
    fieldId: 'status',
    targetValue: { stringValue: 'closed' },
    targetAt,
    ...(completedAt === undefined ? {} : { completedAt }),
  },
})

export const custom = (values: FieldValues): StoredContent => ({
  custom: { fields: Object.entries(values).map(([id, value]) => ({ id, value })) },
})
