// DeleteDomain: gone at once with all it holds; the store removes the rest later (B-209).
import { done } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const deleteDomain = write('DeleteDomain', {
  checks: (call, domain) => [checksOf('cases:DeleteDomain', call, domain).domain],
  load: () => ({}),
  decide: ({ domain }) => done({ change: 'domain.delete', scope: domain.scope }),
})
