// The six types of related items, and what all of them can do. `arms` is typed by the model: a type without
// its arm does not compile.
import { validation } from '../../errors.ts'
import type { RelatedItemType } from '../../model/common.ts'
import type {
  RelatedItemContent,
  RelatedItemInputContent,
  RelatedItemTypeFilter,
  RelatedItemUpdateContent,
} from '../../model/related-items.ts'
import type { DomainConfig } from '../domain-config.ts'
import type { RelatedItemRow, StoredContent } from '../rows.ts'
import type { Arm, AuditValues, ItemContext, ItemTerms, Member, Target } from './arm.ts'
import { comment } from './comment.ts'
import { connectCase } from './connect-case.ts'
import { contact } from './contact.ts'
import { custom } from './custom.ts'
import { file } from './file.ts'
import { sla } from './sla.ts'

const arms = {
  Contact: contact,
  Comment: comment,
  File: file,
  Sla: sla,
  ConnectCase: connectCase,
  Custom: custom,
} satisfies { readonly [T in RelatedItemType]: Arm<Uncapitalize<T>> }

/** What the new item would point at, if its type points at anything. */
export const targetOf = (
  type: RelatedItemType,
  content: RelatedItemInputContent,
): Target | undefined => {
  const { member, target } = armOf(type)
  return memberOf(content) === member ? target?.(inside(content)) : undefined
}

/** What is stored of a new item. */
export const newContent = (
  type: RelatedItemType,
  content: RelatedItemInputContent,
  context: ItemContext,
): StoredContent => {
  const { member, create } = armOf(type)
  requireMember(type, content)
  return { [member]: create(inside(content), context) } as StoredContent
}

/** What an update makes of an item. */
export const updatedContent = (
  item: RelatedItemRow,
  content: RelatedItemUpdateContent,
  context: ItemContext,
): StoredContent => {
  const { member, update } = armOf(item.type)
  if (update === undefined) {
    throw validation(`A related item of type ${item.type} cannot be updated.`)
  }
  requireMember(item.type, content)
  return { [member]: update(inside(content), inside(item.content), context) } as StoredContent
}

/** The content as it is at `now`. */
export const presentContent = (item: RelatedItemRow, now: number): RelatedItemContent => {
  const { member, present } = armOf(item.type)
  return { [member]: present(inside(item.content), now) } as RelatedItemContent
}

/** What a filter asks: the type that its member names, and more. */
export const matchOf = (
  filter: RelatedItemTypeFilter,
  domain: DomainConfig,
): ItemTerms & { readonly type: RelatedItemType } => {
  const type = types.find((candidate) => arms[candidate].member === memberOf(filter))
  if (type === undefined) throw validation('A filter must name a type of related item.')
  return { type, ...armOf(type).terms(inside(filter), domain) }
}

/** Values by `eventFieldId` of an item at `now`. */
export const auditValues = (item: RelatedItemRow, now: number): AuditValues =>
  armOf(item.type).audit(inside(item.content), now)

/** How the outgoing event names an attribute. */
export const attributeName = (type: RelatedItemType, eventFieldId: string): string =>
  armOf(type).attributeNames?.[eventFieldId] ?? eventFieldId

/** `content` must have the member of the type (B-401). */
export const requireMember = (type: RelatedItemType, content: object): void => {
  const { member } = armOf(type)
  if (memberOf(content) !== member) {
    throw validation(`The content of a related item of type ${type} must be ${member}.`)
  }
}

const types = Object.keys(arms) as RelatedItemType[]

// The one place where the content's type is erased: the row's `type` and the member have been compared.
type AnyArm = Omit<Arm<Member>, 'create' | 'present' | 'target' | 'terms' | 'update' | 'audit'> & {
  target?(input: unknown): Target
  create(input: unknown, context: ItemContext): unknown
  update?(input: unknown, stored: unknown, context: ItemContext): unknown
  present(stored: unknown, now: number): unknown
  terms(filter: unknown, domain: DomainConfig): ItemTerms
  audit(stored: unknown, now: number): AuditValues
}

const armOf = (type: RelatedItemType): AnyArm => arms[type] as AnyArm

const memberOf = (union: object): string => Object.keys(union)[0] ?? ''

const inside = (union: object): unknown => Object.values(union)[0]
