// What operations ask of `access`: the caller, one thing that it must be allowed to do, and what
// decides it. Types only, so that operations may import them.

/** The authenticated caller. */
export type Principal = {
  readonly arn: string
  readonly accessKeyId: string
  /** May do everything, whatever its policy. */
  readonly root: boolean
}

/** One thing the caller must be allowed to do. All checks of a call must pass. */
export type Check = {
  /** `cases:CreateCase` */
  readonly action: string
  /** Our canonical ARN, never the caller's text; `*` for actions without a resource. */
  readonly resource: string
  /** Condition keys known from the request, e.g. `cases:RelatedItemType`, `aws:TagKeys`. */
  readonly keys?: Readonly<Record<string, string | readonly string[]>>
  /**
   * Tags of the resource where configuration has them: `aws:ResourceTag/…`; undefined if there is
   * no such resource, whose tags nobody can know (B-162).
   */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /**
   * Which loaded row has the attributes of the resource (its tags, `cases:CreatedBy`). A decision
   * that depends on them is made after the load, inside the transaction.
   */
  readonly stored?: string
}

/** Attributes of a stored resource that a policy may ask for. */
export type StoredAttributes = {
  readonly tags: Readonly<Record<string, string>>
  readonly keys?: Readonly<Record<string, string | readonly string[]>>
}

/**
 * Decides checks for one caller. `attributes` undefined means "not loaded yet": then the answer is
 * `false` if they could matter, `true` if the caller may whatever they are. Throws
 * AccessDeniedException. `checks` is not called for root, who may do everything.
 */
export type Authorize = (
  checks: () => readonly Check[],
  attributes: Readonly<Record<string, StoredAttributes | undefined>> | undefined,
) => boolean
