// GetDomain: a domain's name, status and tags.
import { toDate } from '../../clock.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'

export const getDomain = read('GetDomain', {
  checks: (call, domain) => [checksOf('cases:GetDomain', call, domain).domain],
  load: () => ({}),
  answer: ({ domain, arns }) => ({
    domainId: domain.id,
    domainArn: arns.domain,
    name: domain.name,
    createdTime: toDate(domain.createdAt),
    domainStatus: 'Active',
    tags: domain.tags,
  }),
})
