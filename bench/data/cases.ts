// Generated cases, as the operations would have made them: the row as it ends up, its history, three related
// items. Words, owners, customers and options follow Zipf's law; times go over two years, most old cases are closed.
import { formatInstant } from '../../src/clock.ts'
import { breachedCase, createdCase, updatedCase } from '../../src/domain/case.ts'
import type { DomainConfig, Field } from '../../src/domain/domain-config.ts'
import type { JournalContext, Seal } from '../../src/domain/journal.ts'
import { addItem } from '../../src/domain/related-items/changes.ts'
import type { CaseRow, FieldValues, RelatedItemRow, StoredContent } from '../../src/domain/rows.ts'
import { slaOf } from '../../src/domain/sla.ts'
import type { FieldValueUnion, Tags } from '../../src/model/common.ts'
import type { Change } from '../../src/storage/contract.ts'
import { type Chance, vocabulary, zipf } from './chance.ts'
import { optionsPerField } from './domain.ts'

export type Generator = {
  /** All changes of one case; its time is a share of the two years. */
  changesOf(index: number): Change[]
}

type Options = {
  readonly chance: Chance
  readonly domain: DomainConfig
  readonly count: number
  readonly seal: Seal
  readonly newId: () => string
  /** Moves the time that ids are made of. */
  readonly setNow: (ms: number) => void
}

const dayMs = 24 * 60 * 60 * 1000
export const firstDay = Date.UTC(2024, 10, 1)
const spanMs = 730 * dayMs
const vocabularySize = 20_000
const ownerCount = 500
const valuesPerCase = 6

const connect = 'arn:aws:connect:us-east-1:000000000000:instance/bench'
const principalArn = 'arn:aws:iam::000000000000:user/bench'

/** The contact of some number; a contact is linked to two cases on average. */
export const contactArnOf = (number: number): string => `${connect}/contact/${number}`

export const customerArnOf = (number: number): string =>
  `arn:aws:profile:us-east-1:000000000000:domains/bench/profiles/${number}`

/** The words of generated texts, the most common one first. */
export const wordsOf = (chance: Chance): readonly string[] => vocabulary(chance, vocabularySize)

export const generator = (options: Options): Generator => {
  const { chance, domain, count, newId } = options
  const words = wordsOf(chance)
  const word = zipf(chance, words.length)
  const text = (least: number, more: number) => {
    const drawn = Array.from({ length: least + chance.below(more) }, () => words[word()] ?? '')
    const joined = drawn.join(' ')
    return joined.charAt(0).toUpperCase() + joined.slice(1)
  }
  const owner = zipf(chance, ownerCount)
  const user = () => ({ userArn: `${connect}/agent/${owner()}` })
  const customer = zipf(chance, Math.max(1, Math.ceil(count / 5)))
  const option = zipf(chance, optionsPerField)
  const custom = [...domain.fields.values()].filter(({ namespace }) => namespace === 'Custom')
  const draw = { chance, text, word: () => words[word()] ?? '', user, option }
  const [templateId = ''] = domain.templates.keys()
  return {
    changesOf: (index) => {
      const createdAt = firstDay + Math.floor((index / count) * spanMs)
      options.setNow(createdAt)
      const values: Record<string, FieldValueUnion> = {
        status: { stringValue: 'open' },
        reference_number: { stringValue: `G${index.toString(36).toUpperCase().padStart(7, '0')}` },
        title: { stringValue: text(4, 5) },
        summary: { stringValue: `${text(10, 16)}.` },
        case_reason: { stringValue: `reason_${option()}` },
        customer_id: { stringValue: customerArnOf(customer()) },
        assigned_user: { stringValue: user().userArn },
        ...customValues(custom, draw, createdAt),
      }
      const age = 1 - index / count
      const closed = chance.next() < 0.4 + 0.5 * age
      const openMs = Math.floor(chance.next() ** 3 * 30 * dayMs)
      const tags = tagsOf(draw)
      const context = (now: number): JournalContext => ({
        now,
        actor: { iamPrincipalArn: principalArn, user: user() },
        ...journalPlace(options),
      })
      const made = createdCase(context(createdAt), {
        domain,
        id: newId(),
        templateId,
        values,
        tags,
      })
      const history = collapse(made)
      for (const [at, content] of contents(createdAt, draw, count).entries()) {
        const item = itemOf(history.row(), content, newId(), createdAt + at * 60_000, user())
        history.add(addItem(context(item.associatedAt), { domain, case: history.row() }, item))
      }
      const slas = history.items().filter(({ type }) => type === 'Sla')
      const place = { domain, row: history.row(), slas }
      if (closed) {
        const next = { ...place.row.values, status: { stringValue: 'closed' } }
        const then = Math.min(createdAt + openMs, firstDay + spanMs)
        history.add(updatedCase(context(then), place, next))
      } else {
        // As a server would have told: else the first one on the folder is busy with it for minutes.
        history.add(breachedCase(context(Math.max(0, ...slas.map(targetOf)) + 1), place))
      }
      return history.changes()
    },
  }
}

const journalPlace = ({ seal, newId }: Options) => ({
  seal,
  newId,
  location: { partition: 'aws', region: 'us-east-1', accountId: '000000000000' },
})

type Draw = {
  readonly chance: Chance
  text(least: number, more: number): string
  word(): string
  user(): { readonly userArn: string }
  option(): number
}

const customValues = (custom: readonly Field[], draw: Draw, at: number): FieldValues => {
  const values: Record<string, FieldValueUnion> = {}
  while (Object.keys(values).length < valuesPerCase) {
    const field = draw.chance.of(custom)
    values[field.id] ??= someValue(field, draw, at)
  }
  return values
}

const someValue = ({ type, options }: Field, draw: Draw, at: number): FieldValueUnion => {
  const { chance } = draw
  switch (type) {
    case 'Number':
      return { doubleValue: chance.below(1_000_000) / 100 }
    case 'Boolean':
      return { booleanValue: chance.next() < 0.3 }
    case 'DateTime':
      return { stringValue: formatInstant(at + chance.below(60 * dayMs)) }
    case 'SingleSelect':
      return { stringValue: options[draw.option()]?.value ?? '' }
    case 'Url':
      return { stringValue: `https://shop.example.com/${draw.word()}/${chance.below(100_000)}` }
    case 'User':
      return { userArnValue: draw.user().userArn }
    case 'Text':
      return { stringValue: draw.text(1, 4) }
  }
}

const tagsOf = ({ chance, option }: Draw): Tags => ({
  ...(chance.next() < 0.5 ? { team: `team-${option()}` } : {}),
  ...(chance.next() < 0.2 ? { region: `region-${option()}` } : {}),
})

const contents = (at: number, draw: Draw, count: number): readonly StoredContent[] => [
  {
    contact: {
      contactArn: contactArnOf(draw.chance.below(Math.ceil(count / 2))),
      channel: draw.chance.of(['VOICE', 'CHAT', 'EMAIL']),
      connectedToSystemAt: at,
    },
  },
  { comment: { body: draw.text(10, 30), contentType: 'Text/Plain' } },
  {
    sla: {
      name: draw.chance.of(['First answer', 'Solved']),
      fieldId: 'status',
      targetValue: { stringValue: 'closed' },
      targetAt: at + (1 + draw.chance.below(20)) * dayMs,
    },
  },
]

const targetOf = (item: RelatedItemRow): number => slaOf(item)?.targetAt ?? 0

const itemOf = (
  row: CaseRow,
  content: StoredContent,
  id: string,
  associatedAt: number,
  createdBy: { readonly userArn: string },
): RelatedItemRow => ({
  scope: row.scope,
  id,
  caseId: row.id,
  type: 'contact' in content ? 'Contact' : 'comment' in content ? 'Comment' : 'Sla',
  associatedAt,
  content,
  createdBy,
  tags: {},
  ...('contact' in content ? { reference: content.contact.contactArn } : {}),
})

/** A case that is made and changed before anybody sees it: each row goes in once, as it ends up. */
const collapse = (made: readonly Change[]) => {
  let row: CaseRow | undefined
  const items = new Map<string, RelatedItemRow>()
  const others: Change[] = []
  const add = (changes: readonly Change[]): void => {
    for (const change of changes) {
      if (change.change === 'case.insert') row = change.row
      else if (change.change === 'case.update') row = change.after
      else if (change.change === 'relatedItem.insert') items.set(change.row.id, change.row)
      else if (change.change === 'relatedItem.update') items.set(change.after.id, change.after)
      else others.push(change)
    }
  }
  add(made)
  return {
    add,
    row: (): CaseRow => row as CaseRow,
    items: () => [...items.values()],
    changes: (): Change[] => [
      { change: 'case.insert', row: row as CaseRow },
      ...[...items.values()].map((item): Change => ({ change: 'relatedItem.insert', row: item })),
      ...others,
    ],
  }
}
