// UpdateLayout: replaces the name, the content or both, and keeps what is not given (B-206, B-218).
import { refuseBadContent } from '../../domain/layout-content.ts'
import { changeable, done, given, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const updateLayout = write('UpdateLayout', {
  checks: (call, domain) => {
    const on = checksOf('cases:UpdateLayout', call, domain)
    return [on.domain, on.layout(call.input.layoutId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const layout = changeable('Layout', domain.layouts, input.layoutId)
    if (input.content !== undefined) refuseBadContent(domain, input.content, quotas)
    refuseTakenName('Layout', domain.layouts, input.name, layout.id)
    const changed = given(input, ['name', 'content'])
    if (Object.keys(changed).length === 0) return done()
    return done({
      change: 'layout.put',
      scope: domain.scope,
      layout: { ...layout, ...changed, modifiedAt: now },
    })
  },
})
