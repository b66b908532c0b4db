// The permissions of operations on cases: the case, its domain and the fields that the request
// names, each on its canonical ARN. A case's own tags are known once it is loaded.
import type { DomainConfig } from '../../domain/domain-config.ts'
import type { Tags, UserUnion } from '../../model/common.ts'
import type { Call, Check } from '../operation.ts'
import { performer } from '../performer.ts'
import { userKeys } from '../related-items/related-item.ts'

type Input = {
  readonly caseId?: string
  readonly templateId?: string
  readonly fields?: readonly { readonly id: string }[]
  readonly performedBy?: UserUnion
  readonly tags?: Tags
}

/** All checks of one action. Without a `caseId` the case is about to be created. */
export const caseChecks = (
  action: string,
  { arns, input }: Pick<Call<Input>, 'arns' | 'input'>,
  domain: DomainConfig | undefined,
): readonly Check[] => {
  const keys = { ...userKeys(input), ...tagKeys(input.tags) }
  const { caseId, templateId } = input
  const check = (resource: string, tags?: Tags): Check => ({ action, resource, keys, tags })
  const fieldIds = new Set(input.fields?.map(({ id }) => id))
  return [
    caseId === undefined
      ? check(arns.anyCase)
      : { action, resource: arns.case(caseId), keys, stored: 'case' },
    check(arns.domain, domain?.tags),
    ...[...fieldIds].map((id) => check(arns.field(id), domain?.fields.get(id)?.tags)),
    ...(templateId === undefined
      ? []
      : [check(arns.template(templateId), domain?.templates.get(templateId)?.tags)]),
    ...performer.checks(input),
  ]
}

/** What a request would tag a resource with, as policies see it. */
export const tagKeys = (tags: Tags = {}): Readonly<Record<string, string | readonly string[]>> => {
  const names = Object.keys(tags)
  if (names.length === 0) return {}
  const values = names.map((name) => [`aws:RequestTag/${name}`, tags[name] ?? ''] as const)
  return { ...Object.fromEntries(values), 'aws:TagKeys': names }
}
