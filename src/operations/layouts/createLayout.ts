// CreateLayout: which fields an agent sees, and where (B-240 to B-243).
import { refuseBadContent } from '../../domain/layout-content.ts'
import { newborn, refuseOneMore, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const createLayout = write('CreateLayout', {
  checks: (call, domain) => {
    const on = checksOf('cases:CreateLayout', call, domain)
    return [on.domain, on.anyLayout]
  },
  load: () => ({}),
  decide: (call) => {
    const { input, domain, quotas, arns } = call
    refuseBadContent(domain, input.content, quotas)
    refuseTakenName('Layout', domain.layouts, input.name)
    refuseOneMore('Layout', domain.layouts.values(), quotas.layoutsPerDomain)
    const layout = { ...newborn(call, input.name), content: input.content }
    return {
      output: { layoutId: layout.id, layoutArn: arns.layout(layout.id) },
      changes: [{ change: 'layout.put', scope: domain.scope, layout }],
    }
  },
})
