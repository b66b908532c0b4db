// What tags a resource may have (B-285, B-286). TagResource's own shape has no limits, so they are
// here.
import { validation } from '../errors.ts'
import type { Tags } from '../model/common.ts'

const keyForm = /^[a-zA-Z0-9 _.:/=+\-@]{1,128}$/
const valueForm = /^[a-zA-Z0-9 _.:/=+\-@]{0,256}$/
const reserved = /^aws:/i

/** The tags of a resource after `given` was added; ValidationException if it cannot have them. */
export const withTags = (tags: Tags, given: Tags, tagsMax: number): Tags => {
  for (const [key, value] of Object.entries(given)) refuseBadTag(key, value)
  const all = { ...tags, ...given }
  if (Object.keys(all).length > tagsMax) {
    throw validation(`A resource has at most ${tagsMax} tags.`)
  }
  return all
}

/** The tags without those of the given keys. */
export const withoutTags = (tags: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))

const refuseBadTag = (key: string, value: string): void => {
  if (reserved.test(key)) throw validation('Tag keys that start with aws: are reserved.')
  if (!keyForm.test(key)) {
    throw validation('A tag key has 1 to 128 letters, digits, spaces and characters of _.:/=+-@.')
  }
  if (!valueForm.test(value)) {
    throw validation('A tag value has 0 to 256 letters, digits, spaces and characters of _.:/=+-@.')
  }
}
