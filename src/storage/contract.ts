// What the program asks of a store, whichever it is. Reads and writes are data: a plan of queries in, rows out; a
// decision's changes in, nothing out. So one store may run them one after the other and another in batches, and no
// storage call can hide inside a decision. `test/contract/storage.ts` holds every store to it.

import type { ContactQuestion } from '../domain/connect/contact-search.ts'
import type {
  ConnectResourceKind,
  ConnectResourceRow,
  InstanceRow,
} from '../domain/connect/rows.ts'
import type {
  CaseRule,
  Configs,
  DomainConfig,
  DomainScope,
  Field,
  Layout,
  Template,
} from '../domain/domain-config.ts'
import type { Predicate } from '../domain/predicate.ts'
import type {
  AccessKeyRow,
  AuditRow,
  CaseRow,
  ConsumerRow,
  ContactRow,
  OutboxRow,
  OutgoingRow,
  RelatedItemRow,
  RuleFiringRow,
  TimedMarkRow,
  TokenRow,
  UndeliveredRow,
  UnlinkingRow,
} from '../domain/rows.ts'
import type { Rule } from '../domain/rules/rule.ts'
import type { RelatedItemType } from '../model/common.ts'
import type { Sort as ContactSort } from '../model/connect/contact-search.ts'
import type { CopyChange, CopyQueries } from './copy-contract.ts'
import type { DeadlineQueries } from './deadline-contract.ts'
import type { FileChange, FileQueries } from './file-contract.ts'
import type { ChainMac, Verification } from './verification.ts'

export type { ChainMac, Verification }

type OfDomain = { readonly scope: DomainScope }
type OfCase = OfDomain & { readonly caseId: string }
type OfKind = { readonly instanceId: string; readonly kind: ConnectResourceKind }

/** The sort values of the last row of a page, as the store gave them out; opaque to everybody else. */
export type Cursor = readonly (string | number | null)[]

export type Page<Row> = { readonly rows: readonly Row[]; readonly next?: Cursor }

type Paged = { readonly limit: number; readonly after?: Cursor }

/** `by`: whether the field's values compare as text (folded) or as numbers (instants and booleans too). */
export type CaseSort = {
  readonly fieldId: string
  readonly order: 'Asc' | 'Desc'
  readonly by: 'number' | 'text'
}

export type RelatedItemMatch = {
  readonly type: RelatedItemType
  readonly reference?: string
  readonly channels?: readonly string[]
  readonly slaName?: string
  readonly slaStatus?: 'Active' | 'Overdue' | 'Met' | 'NotMet'
  /** Over the item's own field values. */
  readonly fields?: Predicate
}

type OtherQueries = CopyQueries & DeadlineQueries & FileQueries

/** Every question a store answers: what it takes and what it gives. */
export type Queries = OtherQueries & {
  caseById: { takes: OfCase; gives: CaseRow | undefined }
  relatedItemById: { takes: OfCase & { relatedItemId: string }; gives: RelatedItemRow | undefined }
  relatedItemByReference: {
    takes: OfCase & { type: RelatedItemType; reference: string }
    gives: RelatedItemRow | undefined
  }
  /** The id of the item of a case that this call made later than `sinceMs`; of a removed one, if a token has it. */
  itemMadeBy: {
    takes: OfCase & { invocation: string; sinceMs: number; nowMs: number }
    gives: string | undefined
  }
  /** All SLA items of a case (a quota bounds them), oldest first. */
  slasOfCase: { takes: OfCase; gives: readonly RelatedItemRow[] }
  /** At most `limit` items of other cases that point at this case, hidden ones (`unlinkings`) too. */
  linksToCase: { takes: OfCase & { limit: number }; gives: readonly RelatedItemRow[] }
  /** The cases that hold those items, one for each (a case links to another once at most). */
  casesLinkingTo: { takes: OfCase & { limit: number }; gives: readonly CaseRow[] }
  /** Cases whose links are hidden from `relatedItem…` queries and go by and by; the oldest first. */
  unlinkings: { takes: { limit: number }; gives: readonly UnlinkingRow[] }
  ruleFiring: { takes: { caseId: string; id: string }; gives: RuleFiringRow | undefined }
  /** Those that are due, the oldest first, of each case the oldest only and none while that one waits. */
  ruleFirings: { takes: { nowMs: number; limit: number }; gives: readonly RuleFiringRow[] }
  timedMarks: {
    takes: OfDomain & { ruleId: string; caseIds: readonly string[] }
    gives: readonly TimedMarkRow[]
  }
  casesByIds: { takes: OfDomain & { caseIds: readonly string[] }; gives: readonly CaseRow[] }
  /** The first of `candidates` that no case of the domain has as its reference number, in either case. */
  freeReferenceNumber: {
    takes: OfDomain & { candidates: readonly string[] }
    gives: string | undefined
  }
  /**
   * Cases that match, in order of `sorts` (cases without a value last), then of newest update where no sort is
   * given, then of case id. `totalCount` counts all that match. `nowMs` decides `next_sla_breach_datetime`. Sees
   * every write answered before, or before `since` (monotonic milliseconds).
   */
  searchCases: {
    takes: OfDomain &
      Paged & { where: Predicate; sorts: readonly CaseSort[]; nowMs: number; since?: number }
    gives: Page<CaseRow> & { readonly totalCount: number }
  }
  /** Newest case first. */
  casesForContact: { takes: OfDomain & Paged & { contactArn: string }; gives: Page<CaseRow> }
  /**
   * Related items of a case, or of the whole domain, that match any of `anyOf` (all if it is empty), in
   * order of `sorts`, newest association first where there is none; ties by id in the direction of the
   * first sort.
   */
  relatedItems: {
    takes: OfDomain &
      Paged & {
        caseId?: string
        anyOf: readonly RelatedItemMatch[]
        sorts: readonly { by: 'AssociationTime' | 'CaseId'; order: 'Asc' | 'Desc' }[]
        nowMs: number
      }
    gives: Page<RelatedItemRow>
  }
  /** Newest first. */
  auditEvents: { takes: OfCase & Paged; gives: Page<AuditRow> }
  /**
   * Outgoing events after a position, in order. Positions are given after commit, without gaps: whoever has
   * read up to one has missed nothing. `retired` is the last one that is no longer kept, `latest` the last one
   * given; 0 if there is none.
   */
  outgoing: {
    takes: { after: number; limit: number }
    gives: {
      readonly rows: readonly OutgoingRow[]
      readonly retired: number
      readonly latest: number
    }
  }
  consumers: { takes: Record<never, never>; gives: readonly ConsumerRow[] }
  /** What a consumer could not do, given up (`dead`) or not; in order of position. */
  undelivered: {
    takes: { consumer: string; dead: boolean; after: number; fromMs?: number; limit: number }
    gives: readonly UndeliveredRow[]
  }
  undeliveredCounts: {
    takes: Record<never, never>
    gives: readonly { consumer: string; waiting: number; dead: number }[]
  }
  /** Contacts of a channel that would expire, and are neither ended nor expired. */
  activeContacts: { takes: { instanceId: string; channel: string; nowMs: number }; gives: number }
  /** How many contacts have this one as their previous one. */
  contactsAfter: { takes: { instanceId: string; previousId: string }; gives: number }
  /** Contacts of an instance that match, in order of `sort` (those without a value last), then as they were put. */
  searchContacts: {
    takes: Paged & { instanceId: string; question: ContactQuestion; sort: ContactSort }
    gives: Page<ContactRow> & { readonly totalCount: number }
  }
  contactByArn: { takes: { arn: string }; gives: ContactRow | undefined }
  tokenByKey: { takes: { key: string; nowMs: number }; gives: TokenRow | undefined }
  accessKeys: { takes: Record<never, never>; gives: readonly AccessKeyRow[] }
  connectInstance: { takes: { id: string }; gives: InstanceRow | undefined }
  /** All of them (a quota bounds them), the oldest first. */
  connectInstances: { takes: Record<never, never>; gives: readonly InstanceRow[] }
  connectResource: { takes: OfKind & { id: string }; gives: ConnectResourceRow | undefined }
  connectResourceByName: {
    takes: OfKind & { name: string }
    gives: ConnectResourceRow | undefined
  }
  /** The oldest first. */
  connectResources: { takes: OfKind & Paged; gives: Page<ConnectResourceRow> }
  connectResourceCount: { takes: OfKind; gives: number }
}

export type QueryName = keyof Queries

export type Query = {
  [K in QueryName]: { readonly query: K; readonly takes: Queries[K]['takes'] }
}[QueryName]

/** The rows that an operation needs, by names of its own choice. */
export type Plan = Readonly<Record<string, Query>>

export type Rows<P extends Plan> = {
  readonly [K in keyof P]: P[K] extends { readonly query: infer N extends QueryName }
    ? Queries[N]['gives']
    : never
}

/** A question: `query('caseById', { scope, caseId })`. */
export const query = <const N extends QueryName>(
  name: N,
  takes: Queries[N]['takes'],
): { readonly query: N; readonly takes: Queries[N]['takes'] } => ({ query: name, takes })

/** Everything that can change, as data. A store applies a decision's changes in order, all or none. */
export type Change =
  /** With every field, layout, template and rule that it holds. */
  | { readonly change: 'domain.put'; readonly domain: DomainConfig }
  /** Gone at once; what it held is purged later, in bounded batches. */
  | { readonly change: 'domain.delete'; readonly scope: DomainScope }
  | { readonly change: 'field.put'; readonly scope: DomainScope; readonly field: Field }
  | { readonly change: 'layout.put'; readonly scope: DomainScope; readonly layout: Layout }
  | { readonly change: 'template.put'; readonly scope: DomainScope; readonly template: Template }
  | { readonly change: 'caseRule.put'; readonly scope: DomainScope; readonly caseRule: CaseRule }
  | { readonly change: 'rule.put'; readonly scope: DomainScope; readonly rule: Rule }
  | { readonly change: 'rule.delete'; readonly scope: DomainScope; readonly rule: Rule }
  | { readonly change: 'case.insert'; readonly row: CaseRow }
  /** `before.chain.sequence` is the version that must still be stored. */
  | { readonly change: 'case.update'; readonly before: CaseRow; readonly after: CaseRow }
  /** With its related items and its history. */
  | { readonly change: 'case.delete'; readonly row: CaseRow }
  | { readonly change: 'relatedItem.insert'; readonly row: RelatedItemRow }
  | {
      readonly change: 'relatedItem.update'
      readonly before: RelatedItemRow
      readonly after: RelatedItemRow
    }
  | { readonly change: 'relatedItem.delete'; readonly row: RelatedItemRow }
  | { readonly change: 'unlinking.put'; readonly row: UnlinkingRow }
  | { readonly change: 'unlinking.delete'; readonly row: UnlinkingRow }
  | { readonly change: 'ruleFiring.put'; readonly row: RuleFiringRow }
  | { readonly change: 'ruleFiring.delete'; readonly row: RuleFiringRow }
  /** In the place of the rule's former mark on the case, if there is one. It goes with the case. */
  | { readonly change: 'timedMark.put'; readonly row: TimedMarkRow }
  | { readonly change: 'audit.append'; readonly row: AuditRow }
  | { readonly change: 'outbox.append'; readonly row: OutboxRow }
  | { readonly change: 'consumer.put'; readonly row: ConsumerRow }
  /** Nothing, if the consumer's epoch is another by now. */
  | {
      readonly change: 'consumer.advance'
      readonly name: string
      readonly epoch: number
      readonly position: number
    }
  | { readonly change: 'undelivered.put'; readonly row: UndeliveredRow }
  | { readonly change: 'undelivered.delete'; readonly consumer: string; readonly position: number }
  | { readonly change: 'token.put'; readonly row: TokenRow }
  | { readonly change: 'contact.put'; readonly row: ContactRow }
  | { readonly change: 'connectInstance.put'; readonly row: InstanceRow }
  | { readonly change: 'connectResource.put'; readonly row: ConnectResourceRow }
  | { readonly change: 'connectResource.delete'; readonly row: ConnectResourceRow }
  | CopyChange
  | FileChange
  | { readonly change: 'accessKey.put'; readonly row: AccessKeyRow }
  | { readonly change: 'accessKey.delete'; readonly id: string }

/** What a decision comes to. A decision that throws changes nothing. */
export type Decision<Answer> = { readonly answer: Answer; readonly changes: readonly Change[] }

/**
 * A write: the rows it needs and what it makes of them. `plan` and `decide` are pure and may be run more than
 * once (after a storage error, or when another write came first); `configs` is what this transaction sees.
 */
export type Write<P extends Plan, Answer> = {
  plan(configs: Configs): P
  decide(rows: Rows<P>, configs: Configs): Decision<Answer>
}

type Awaitable<T> = Promise<T> | T

export type Store = {
  readonly kind: 'postgres' | 'sqlite'
  /** Committed configuration; true for every read that starts after the write was answered. */
  readonly configs: Configs
  /** A consistent snapshot that holds every write answered before. Searches may be refused when too many wait. */
  load<P extends Plan>(plan: P): Promise<Rows<P>>
  /** Resolves when the changes are durable. Rejects with what `decide` threw, or with a storage error. */
  write<P extends Plan, Answer>(write: Write<P, Answer>): Promise<Answer>
  /** Never stale: a key revoked by another process is gone at the next call. `next` will be asked right after. */
  accessKey(id: string, next?: QueryName): Awaitable<AccessKeyRow | undefined>
  /** Have `wake` called soon after outgoing events were committed here, not elsewhere; what it gives ends that. */
  onOutgoing(wake: () => void): () => void
  /** Whether this process is the one that does a job of this name, from now on for `forMs`. */
  lease(name: string, forMs: number): Promise<boolean>
  /** Remove what has expired (keys: B-1087) and what deleted domains and cases left; `limit` rows a call at most. */
  sweep(nowMs: number, limit: number): Promise<{ readonly removed: number }>
  /** Check the database's own structure and every audit chain. */
  verify(mac: ChainMac): Promise<Verification>
  /** Write a consistent copy of the whole database to a new file while serving. */
  backup(file: string): Promise<void>
  /** For tests: forget all but access keys and who follows outgoing events up to where; what comes meanwhile waits. */
  reset(): Promise<void>
  /** Finish what was accepted, then let go of every file and thread. */
  close(): Promise<void>
}
