// DeleteLayout: soft; templates stop showing it (B-205, B-209, B-245).
import { conflict } from '../../errors.ts'
import { deletedCount, done, existing } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const deleteLayout = write('DeleteLayout', {
  checks: (call, domain) => {
    const on = checksOf('cases:DeleteLayout', call, domain)
    return [on.domain, on.layout(call.input.layoutId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const layout = existing('Layout', domain.layouts, input.layoutId)
    if (layout.deleted) return done()
    if (deletedCount(domain.layouts) >= quotas.deletedLayoutsPerDomain) {
      throw conflict(
        `At most ${quotas.deletedLayoutsPerDomain} layouts of a domain can be deleted.`,
      )
    }
    return done({
      change: 'layout.put',
      scope: domain.scope,
      layout: { ...layout, deleted: true, modifiedAt: now },
    })
  },
})
