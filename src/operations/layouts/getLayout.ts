// GetLayout: a layout, a deleted one too, without fields deleted since (B-205, B-245).
import { toDate } from '../../clock.ts'
import { livingContent } from '../../domain/layout-content.ts'
import { existing } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'

export const getLayout = read('GetLayout', {
  checks: (call, domain) => {
    const on = checksOf('cases:GetLayout', call, domain)
    return [on.domain, on.layout(call.input.layoutId)]
  },
  load: () => ({}),
  answer: ({ input, domain, arns }) => {
    const layout = existing('Layout', domain.layouts, input.layoutId)
    return {
      layoutId: layout.id,
      layoutArn: arns.layout(layout.id),
      name: layout.name,
      content: livingContent(domain, layout.content),
      tags: layout.tags,
      deleted: layout.deleted,
      createdTime: toDate(layout.createdAt),
      lastModifiedTime: toDate(layout.modifiedAt),
    }
  },
})
