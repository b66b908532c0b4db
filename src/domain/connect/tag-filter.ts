// Tag conditions of Connect's searches: a list of lists, any of which must hold as a whole.
import type { Tags } from '../../model/common.ts'
import type { ControlPlaneTagFilter, TagCondition } from '../../model/connect/common.ts'

/** Whether tags fulfil a filter; one that says nothing is fulfilled by all. */
export const tagsMatch = (tags: Tags, filter: ControlPlaneTagFilter): boolean => {
  const { OrConditions: any, AndConditions: all, TagCondition: one } = filter
  const holds = (condition: TagCondition) => tagMatches(tags, condition)
  return (
    (one === undefined || holds(one)) &&
    (all ?? []).every(holds) &&
    (any === undefined || any.length === 0 || any.some((list) => list.every(holds)))
  )
}

/** A condition without a value asks for the key alone. */
export const tagMatches = (tags: Tags, { TagKey, TagValue }: TagCondition): boolean => {
  const value = TagKey === undefined ? undefined : tags[TagKey]
  return value !== undefined && (TagValue === undefined || value === TagValue)
}
