// CreateDomain: a container with the system fields, active at once (B-200 to B-203).

import { isNameTaken } from '../../domain/names.ts'
import { newDomain } from '../../domain/new-domain.ts'
import { conflict, quotaExceeded } from '../../errors.ts'
import { domainArn } from '../../ids.ts'
import { writeAccount } from '../operation.ts'

export const createDomain = writeAccount('CreateDomain', {
  checks: () => [{ action: 'cases:CreateDomain', resource: '*' }],
  load: () => ({}),
  decide: ({ input, configs, quotas, location, newId, now }) => {
    const domains = configs.domains()
    if (isNameTaken(domains, input.name)) {
      throw conflict(`Domain with this name already exists: ${input.name}`)
    }
    if (domains.length >= quotas.domainsPerAccount) {
      throw quotaExceeded(`The quota is reached: Domain, ${quotas.domainsPerAccount}`)
    }
    const domain = newDomain(newId(), input.name, now)
    const { id } = domain
    return {
      output: { domainId: id, domainArn: domainArn(location, id), domainStatus: 'Active' },
      changes: [{ change: 'domain.put', domain }],
    }
  },
})
