// What a type of related item must say of itself. Each type is one object of this form in a file of its own;
// `index.ts` names them all, so that a type without one does not compile.
import type { AuditEventFieldValueUnion } from '../../model/audit-events.ts'
import type {
  RelatedItemContent,
  RelatedItemInputContent,
  RelatedItemTypeFilter,
  RelatedItemUpdateContent,
} from '../../model/related-items.ts'
import type { DomainConfig } from '../domain-config.ts'
import type { Predicate } from '../predicate.ts'
import type { Quotas } from '../quotas.ts'
import type { CaseRow, ContactRow, FileRow, StoredContent } from '../rows.ts'

/** The member of the model's unions that belongs to a type: `Sla` has `sla`. */
export type Member = 'comment' | 'connectCase' | 'contact' | 'custom' | 'file' | 'sla'

type Of<Union, M extends Member> = Union extends { readonly [K in M]: infer V } ? V : never

/** What the item points at outside its case. */
export type Target = { readonly kind: 'case' | 'contact' | 'file'; readonly reference: string }

/** What a new or changed item is judged by. `contact`, `file` and `linkedCase` are what `target` named. */
export type ItemContext = {
  readonly domain: DomainConfig
  readonly case: CaseRow
  readonly now: number
  readonly quotas: Quotas
  readonly contact?: ContactRow | undefined
  readonly file?: FileRow | undefined
  readonly linkedCase?: CaseRow | undefined
}

/** What a filter asks of an item beside its type. */
export type ItemTerms = {
  readonly reference?: string
  readonly channels?: readonly string[]
  readonly slaName?: string
  readonly slaStatus?: 'Active' | 'Met' | 'NotMet' | 'Overdue'
  readonly fields?: Predicate
}

/** Values by `eventFieldId`. */
export type AuditValues = Readonly<Record<string, AuditEventFieldValueUnion>>

export type Arm<M extends Member> = {
  readonly member: M
  /** At most one item of a case points at one target; creating it again gives the one that exists. */
  target?(input: Of<RelatedItemInputContent, M>): Target
  /** What is stored of a new item. Throws what is wrong with its meaning. */
  create(input: Of<RelatedItemInputContent, M>, context: ItemContext): Of<StoredContent, M>
  /** What an update makes of an item; a type without it cannot be updated. */
  update?(
    input: Of<RelatedItemUpdateContent, M>,
    stored: Of<StoredContent, M>,
    context: ItemContext,
  ): Of<StoredContent, M>
  present(stored: Of<StoredContent, M>, now: number): Of<RelatedItemContent, M>
  terms(filter: Of<RelatedItemTypeFilter, M>, domain: DomainConfig): ItemTerms
  /** What an audit event tells of the item. */
  audit(stored: Of<StoredContent, M>, now: number): AuditValues
  /** Where an outgoing event names a changed attribute otherwise than the audit event. */
  readonly attributeNames?: Readonly<Record<string, string>>
}
