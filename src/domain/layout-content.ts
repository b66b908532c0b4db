// What a layout may say, and what of it is shown: fields in a top panel and a tab (B-240 to B-243).
import { quotaExceeded, validation } from '../errors.ts'
import type { LayoutContent, LayoutSections } from '../model/layouts.ts'
import type { DomainConfig } from './domain-config.ts'
import { isLiving, refuseDeadFields, refuseRepeated } from './field-references.ts'
import type { Quotas } from './quotas.ts'
import { fieldsOutsideLayouts } from './system-fields.ts'

/** Refuse a content that names fields which cannot be there, or too many. */
export const refuseBadContent = (
  domain: DomainConfig,
  content: LayoutContent,
  quotas: Quotas,
): void => {
  const panels = [content.basic.topPanel, content.basic.moreInfo].map(fieldsOf)
  const fields = panels.flat()
  refuseDeadFields(domain, fields)
  const outside = fields.find((id) => fieldsOutsideLayouts.has(id))
  if (outside !== undefined) throw validation(`The field ${outside} cannot be part of a layout.`)
  for (const panel of panels) refuseRepeated('Fields', panel)
  if (fields.length > quotas.fieldsPerLayout) {
    throw quotaExceeded(`A layout holds at most ${quotas.fieldsPerLayout} fields.`)
  }
}

/** The content without fields that were deleted since. */
export const livingContent = (domain: DomainConfig, content: LayoutContent): LayoutContent => {
  const { topPanel, moreInfo } = content.basic
  return {
    basic: {
      ...(topPanel === undefined ? {} : { topPanel: livingSections(domain, topPanel) }),
      ...(moreInfo === undefined ? {} : { moreInfo: livingSections(domain, moreInfo) }),
    },
  }
}

const fieldsOf = (panel: LayoutSections | undefined): string[] =>
  (panel?.sections ?? []).flatMap(({ fieldGroup }) => fieldGroup.fields.map(({ id }) => id))

const livingSections = (domain: DomainConfig, panel: LayoutSections): LayoutSections =>
  panel.sections === undefined
    ? {}
    : {
        sections: panel.sections.map(({ fieldGroup }) => ({
          fieldGroup: {
            ...fieldGroup,
            fields: fieldGroup.fields.filter(({ id }) => isLiving(domain, id)),
          },
        })),
      }
