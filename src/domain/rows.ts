// What storage keeps of a case and its related items, as the rest of the program sees it: plain immutable
// data, times in milliseconds since the epoch. How it is laid out in tables is storage's own matter.
import type { FieldValueUnion, RelatedItemType, Tags, UserUnion } from '../model/common.ts'
import type { RuleAction } from '../model/connect/rule-actions.ts'
import type { RelatedItemContent } from '../model/related-items.ts'
import type { ContactDetails } from './connect/rows.ts'
import type { DomainScope } from './domain-config.ts'

/** Values by field id. A field without a value has no entry. */
export type FieldValues = Readonly<Record<string, FieldValueUnion>>

export type CaseRow = {
  readonly scope: DomainScope
  readonly id: string
  readonly templateId: string
  /**
   * Every stored value, system fields included, except `case_id` (it is `id`) and
   * `next_sla_breach_datetime` (it follows from `unmetSlas` and the time; see `domain/case.ts`).
   */
  readonly values: FieldValues
  readonly tags: Tags
  readonly createdAt: number
  /** Equals the stored `last_updated_datetime`. */
  readonly updatedAt: number
  /** Target times of the SLAs that wait for their target value and are not told to be overdue, ascending. */
  readonly unmetSlas: readonly number[]
  readonly counts: { readonly relatedItems: number; readonly files: number; readonly slas: number }
  /** Number and MAC of the newest audit event: the end of the chain. */
  readonly chain: ChainHead
}

export type ChainHead = { readonly sequence: number; readonly mac: Uint8Array }

export type SlaState = {
  readonly name: string
  readonly fieldId: string
  readonly targetValue: FieldValueUnion
  readonly targetAt: number
  /** When the field took the target value; undefined while it has not. */
  readonly completedAt?: number
  /** When the history told that the target time had passed: it is told once, and stays so. */
  readonly breachedAt?: number
}

/**
 * What is stored of a related item, one member per type. It differs from the wire where the wire depends on
 * the time (an SLA's status) or on a Date.
 */
export type StoredContent =
  | { readonly contact: { contactArn: string; channel: string; connectedToSystemAt: number } }
  | { readonly comment: { body: string; contentType: 'Text/Plain' } }
  | { readonly file: { fileArn: string } }
  | { readonly sla: SlaState }
  | { readonly connectCase: { caseId: string } }
  | { readonly custom: { fields: readonly { id: string; value: FieldValueUnion }[] } }

export type RelatedItemRow = {
  readonly scope: DomainScope
  readonly id: string
  readonly caseId: string
  readonly type: RelatedItemType
  readonly associatedAt: number
  readonly content: StoredContent
  /** What the item points at (contact ARN, file ARN, case id): at most one item a case, type and reference. */
  readonly reference?: string
  /** `performedBy` of the creating call, as given. */
  readonly performedBy?: UserUnion
  /** Who created it: `performedBy`, else the principal's ARN as `userArn`. Decides `cases:CreatedBy`. */
  readonly createdBy: UserUnion
  readonly lastUpdatedUser?: UserUnion
  readonly tags: Tags
  /** The call that made it, so that its retry is known. */
  readonly invocation?: string
}

/** One line of a case's history as it is stored and returned. */
export type AuditRow = {
  readonly scope: DomainScope
  readonly caseId: string
  readonly sequence: number
  readonly at: number
  /** Canonical JSON of the event, exactly the bytes that `mac` covers. */
  readonly bytes: Uint8Array
  /** HMAC-SHA-256 under the server's key over the previous MAC, the sequence and `bytes`. */
  readonly mac: Uint8Array
}

export type OutboxRow = {
  readonly scope: DomainScope
  readonly caseId: string
  readonly sequence: number
  readonly at: number
  /** The whole EventBridge envelope, as JSON text. */
  readonly event: string
}

/** An outgoing event as those who follow the outbox see it. */
export type OutgoingRow = {
  /** Grows in order of commit: who has seen one sees no smaller one come later. */
  readonly position: number
  /** Missing when nothing is left of its domain. */
  readonly scope?: DomainScope
  readonly caseId: string
  readonly sequence: number
  readonly at: number
  readonly event: string
}

/** Who follows the outgoing events, and how far they have come. */
export type ConsumerRow = {
  readonly name: string
  /** All events up to it are done, or are kept as undelivered. */
  readonly position: number
  /** Another one means that the position was set from outside. */
  readonly epoch: number
  /** Whether events are kept for it beyond the retention of the outbox. */
  readonly active: boolean
  /** For how long they are, and for how long what it could not do is kept. */
  readonly keepMs: number
}

/** An event that a consumer could not do. The times of its tries are wall time. */
export type UndeliveredRow = {
  readonly consumer: string
  readonly position: number
  readonly caseId: string
  /** When it happened. */
  readonly at: number
  readonly event: string
  readonly tries: number
  readonly failedAt: number
  readonly dueAt: number
  /** When it was given up. */
  readonly deadAt?: number
  /** Why the last try failed, a sentence. */
  readonly reason: string
}

/** A deleted case that other cases still link to; these links are hidden and go by and by. */
export type UnlinkingRow = {
  readonly scope: DomainScope
  readonly caseId: string
  /** Who deleted the case, and so its links. */
  readonly actor: { readonly iamPrincipalArn: string; readonly user?: UserUnion }
}

/** A rule that an event in the history of a case fired, until all its actions are done. */
export type RuleFiringRow = {
  readonly id: string
  readonly scope: DomainScope
  readonly caseId: string
  /** Of the event in the case's history. */
  readonly sequence: number
  /** When the event happened, milliseconds since the epoch. */
  readonly at: number
  readonly ruleId: string
  /** What the rule said when it was fired. */
  readonly actions: readonly RuleAction[]
  /** The rules whose actions led here, the first one first, this one last. */
  readonly cause: readonly string[]
  /** Of a breach. */
  readonly slaName?: string
  /** How many of the actions' steps are done, and the task that the last one made. */
  readonly stepsDone: number
  readonly taskArn?: string
  /** Failures in a row of the next step, and when it is tried again. */
  readonly failures: number
  readonly notBefore: number
}

/** That a rule which time fires has fired for a case, by the value of its field (milliseconds since the epoch). */
export type TimedMarkRow = {
  readonly scope: DomainScope
  readonly ruleId: string
  readonly caseId: string
  readonly valueMs: number
}

/** A contact of Amazon Connect that the directory knows. */
export type ContactRow = {
  readonly arn: string
  readonly channel: string
  /** Still to come for a task that is scheduled. */
  readonly connectedToSystemAt: number
  /** Of contacts of this server's own place; others are only pointed at. */
  readonly details?: ContactDetails
}

/** An attached file that the directory knows; it belongs to one case. */
export type FileRow = {
  readonly arn: string
  readonly scope: DomainScope
  readonly caseId: string
  readonly name: string
  /** Of a file that was uploaded here; one that lies elsewhere, and is only told of, has none. */
  readonly attachment?: Attachment
}

/** What is known of an uploaded file, or of one that is to be uploaded. */
export type Attachment = {
  /** The last part of the ARN. */
  readonly id: string
  /**
   * `PROCESSING` without `blob`: an upload is awaited; with it: a scanner has to say what it thinks.
   */
  readonly status: 'APPROVED' | 'PROCESSING' | 'REJECTED'
  readonly sizeInBytes: number
  readonly createdAt: number
  readonly createdBy: { readonly ConnectUserArn: string } | { readonly AWSIdentityArn: string }
  readonly tags: Tags
  /** The name under which its bytes are kept. */
  readonly blob?: string
  /** What was wrong with the bytes. */
  readonly refusal?: 'INVALID_FILE_SIZE' | 'INVALID_FILE_TYPE'
  /** Wall time after which nobody needs it: an upload that did not come, a file that was rejected. */
  readonly expiresAt?: number
}

/** Bytes that a file no longer needs, or never came to need; they are removed, and then this. */
export type AbandonedFileRow = {
  readonly key: number
  readonly fileId: string
  readonly blob?: string
}

/** What an instance of Amazon Connect lets be attached in one scope, where that is not the default. */
export type AttachedFilesConfigurationRow = {
  readonly instanceId: string
  readonly scope: 'CASE' | 'CHAT' | 'EMAIL' | 'TASK'
  readonly sizeMax?: number
  readonly extensions?: readonly string[]
  readonly modifiedAt: number
}

/** An answer that a repeated request must get again. */
export type TokenRow = {
  readonly key: string
  /** Of the request that was answered, if another request under the same key is a conflict. */
  readonly requestHash?: string
  readonly answer: string
  readonly expiresAt: number
}

/** An access key. The secret is sealed with the server's key and never leaves `access`. */
export type AccessKeyRow = {
  readonly id: string
  readonly name: string
  readonly principalArn: string
  readonly sealedSecret: Uint8Array
  /** SHA-256 of the session token, hex; only keys that expire have one. */
  readonly sessionTokenHash?: string
  /** The IAM policy document as JSON text; undefined for root, who may do everything. */
  readonly policy?: string
  readonly createdAt: number
  readonly expiresAt?: number
}

export type { RelatedItemContent }
