// The permissions of operations on configuration: the domain, and the resources of it that a
// request names, each on its canonical ARN with its tags. What is about to be created is `…/*` and
// has no tags yet.
import type { DomainConfig } from '../domain/domain-config.ts'
import type { Arns } from '../ids.ts'
import type { Check } from './operation.ts'

/** Makers of the checks of one action. */
export const checksOf = (
  action: string,
  call: { readonly arns: Arns },
  domain: DomainConfig | undefined,
) => {
  const { arns } = call
  const check = (resource: string, tags?: Check['tags']): Check => ({ action, resource, tags })
  return {
    domain: check(arns.domain, domain?.tags),
    field: (id: string) => check(arns.field(id), domain?.fields.get(id)?.tags),
    layout: (id: string) => check(arns.layout(id), domain?.layouts.get(id)?.tags),
    template: (id: string) => check(arns.template(id), domain?.templates.get(id)?.tags),
    caseRule: (id: string) => check(arns.caseRule(id), domain?.caseRules.get(id)?.tags),
    anyField: check(arns.anyField),
    anyLayout: check(arns.anyLayout),
    anyTemplate: check(arns.anyTemplate),
    anyCaseRule: check(arns.anyCaseRule),
  }
}
