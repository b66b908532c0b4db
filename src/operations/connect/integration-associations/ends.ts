// What an integration association may tie an instance to, and what that takes (B-921, B-922).
import { invalidRequest, notFound } from '../../../errors.ts'
import { arnsOf, parseArn } from '../../../ids.ts'
import type { Input } from '../../../model/index.ts'
import type { Check } from '../../operation.ts'
import type { InstanceCall } from '../instance-call.ts'

export type CreateCall = InstanceCall<Input<'CreateIntegrationAssociation'>>

/** Whoever ties a domain to an instance may know of the domain. */
export const domainChecks = (call: CreateCall): readonly Check[] => {
  const id = domainNamed(call)
  if (id === undefined) return []
  const resource = arnsOf(call.location, id).domain
  return [{ action: 'cases:GetDomain', resource, tags: call.configs.domain(id)?.tags }]
}

/** Refuse what ties to nothing here. */
export const refuseUnfitting = (call: CreateCall): void => {
  const { input, configs } = call
  switch (input.IntegrationType) {
    case 'CASES_DOMAIN': {
      const id = domainNamed(call)
      if (id === undefined) throw invalidRequest('The IntegrationArn must be that of a domain.')
      if (configs.domain(id) === undefined) throw notFound('Domain', input.IntegrationArn)
      return
    }
    case 'EVENT':
      if (input.SourceApplicationName && input.SourceApplicationUrl && input.SourceType) return
      throw invalidRequest(
        'The EVENT type needs SourceApplicationName, SourceApplicationUrl and SourceType.',
      )
    default:
      throw invalidRequest(`The ${input.IntegrationType} type has nothing to tie to here.`)
  }
}

const domainNamed = ({ location, input }: CreateCall) => {
  const arn = parseArn(location, input.IntegrationArn)
  return input.IntegrationType === 'CASES_DOMAIN' && arn?.kind === 'domain' ? arn.id : undefined
}
