// Load on a server that may be killed in the middle of it: workers, each on cases of its own, that note in the
// ledger what was answered, and what was asked when no answer came.
import assert from 'node:assert/strict'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import type { Chance } from '../sim/chance.ts'
import { fieldValues } from '../support/case-setting.ts'
import { comment, sla } from '../support/item-setting.ts'
import { given } from '../support/seed.ts'
import {
  active,
  closed,
  created,
  type Held,
  type Ledger,
  renamed,
  type State,
  withItem,
  withoutItem,
} from './ledger.ts'

export type Loaded = {
  readonly client: ConnectCases
  readonly domainId: string
  readonly templateId: string
  readonly ledger: Ledger
  /** Names that no other load of this ledger has. */
  readonly round: number
  /** Told of every answer. */
  answered(): void
  /** Whether the server has been killed: only then requests may fail. */
  gone(): boolean
}

type Own = { readonly caseId: string; readonly held: Held; readonly comments: Map<string, string> }

/** Each worker keeps so many cases going. */
const casesMax = 4

/** Works until the server is gone. */
export const work = async (load: Loaded, chance: Chance, worker: number): Promise<void> => {
  const own: Own[] = []
  for (let count = 0; ; count += 1) {
    const name = `load ${load.round} ${worker} ${count}`
    const at = own[chance.below(own.length + (own.length < casesMax ? 1 : 0))]
    const going =
      at === undefined ? await create(load, own, name) : await change(load, at, chance, name)
    if (!going) return
    const gone = own.findIndex(({ held }) => held.state === undefined)
    if (gone >= 0) own.splice(gone, 1)
  }
}

/** The answer, or undefined if the server was killed before it came. */
const ask = async <T>(load: Loaded, request: Promise<T>): Promise<T | undefined> => {
  try {
    const answer = await request
    load.ledger.answers += 1
    load.answered()
    return answer
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
    // Anything but a connection that broke is a failure of the server.
    assert.ok(load.gone() && ($metadata?.httpStatusCode ?? 200) < 400, `${error}`)
    return undefined
  }
}

const create = async (load: Loaded, own: Own[], title: string): Promise<boolean> => {
  const { client, ledger } = load
  const state = created(title)
  ledger.unanswered.set(title, state)
  const answer = await ask(load, client.createCase(creation(load, title)))
  if (answer === undefined) return false
  ledger.unanswered.delete(title)
  const held: Held = { state }
  const caseId = given(answer.caseId)
  ledger.cases.set(caseId, held)
  own.push({ caseId, held, comments: new Map() })
  return true
}

/** The request that makes the case of a title; sent again it is the same request. */
export const creation = (
  { domainId, templateId }: Pick<Loaded, 'domainId' | 'templateId'>,
  title: string,
) => ({
  domainId,
  templateId,
  clientToken: title,
  fields: fieldValues({ title }),
})

const change = async (load: Loaded, at: Own, chance: Chance, name: string): Promise<boolean> => {
  const { caseId, held, comments } = at
  const { client, domainId } = load
  const state = held.state as State
  const perform = async <T>(next: State | undefined, request: Promise<T>) => {
    held.pending = { state: next }
    const answer = await ask(load, request)
    if (answer === undefined) return undefined
    held.state = next
    delete held.pending
    return answer
  }
  const kind = kinds[chance.below(kinds.length)]
  const [old] = comments.keys()
  if (kind === 'delete') {
    return (await perform(undefined, client.deleteCase({ domainId, caseId }))) !== undefined
  }
  if (kind === 'close' && state.status === 'open') {
    const fields = fieldValues({ status: 'closed' })
    const request = client.updateCase({ domainId, caseId, fields })
    return (await perform(closed(state), request)) !== undefined
  }
  if (kind === 'sla' && state.status === 'open' && slasOf(state) < 5) {
    const next = withItem(state, 'Sla', `${name}${active}`)
    const input = { domainId, caseId, type: 'Sla', content: sla(name, 24 * 60) } as const
    return (await perform(next, client.createRelatedItem(input))) !== undefined
  }
  if (kind === 'uncomment' && old !== undefined) {
    const relatedItemId = given(comments.get(old))
    comments.delete(old)
    const request = client.deleteRelatedItem({ domainId, caseId, relatedItemId })
    return (await perform(withoutItem(state, old), request)) !== undefined
  }
  if (kind === 'rename') {
    const fields = fieldValues({ title: name })
    const request = client.updateCase({ domainId, caseId, fields })
    return (await perform(renamed(state, name), request)) !== undefined
  }
  const input = { domainId, caseId, type: 'Comment', content: comment(name) } as const
  const added = withItem(state, 'Comment', name)
  const answer = await perform(added, client.createRelatedItem(input))
  if (answer !== undefined) comments.set(name, given(answer.relatedItemId))
  return answer !== undefined
}

/** The more often, the likelier. */
const kinds = [
  'comment',
  'comment',
  'comment',
  'sla',
  'sla',
  'rename',
  'close',
  'uncomment',
  'delete',
]

const slasOf = ({ items }: State) => items.filter((item) => item.endsWith(active)).length
