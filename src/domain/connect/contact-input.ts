// What callers may say of a contact: attributes, references, segment attributes, and when it expires (B-952,
// B-955).
import { invalidRequest } from '../../errors.ts'
import type { Reference, SegmentAttributeValue } from '../../model/connect/common.ts'

type Segments = Readonly<Record<string, SegmentAttributeValue>>

const attributeBytesMax = 32_768
const attributeKey = /^[A-Za-z0-9_-]+$/
const segmentKey = /^(?:connect:)?[A-Za-z0-9_-]+$/

/** Refuse attributes that a contact cannot have. */
export const refuseBadAttributes = (attributes: Readonly<Record<string, string>>): void => {
  let bytes = 0
  for (const [key, value] of Object.entries(attributes)) {
    if (!attributeKey.test(key)) {
      throw invalidRequest('Keys of Attributes have letters, digits, dashes and underscores.')
    }
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (bytes > attributeBytesMax) {
    throw invalidRequest(`Attributes have at most ${attributeBytesMax} bytes, keys and values.`)
  }
}

const referenceTypes: ReadonlySet<string> = new Set([
  'URL',
  'NUMBER',
  'STRING',
  'DATE',
  'EMAIL',
  'ATTACHMENT',
])

/** Ours: a contact is read whole. */
const referencesMax = 100

/** Refuse references of a type that nobody can give. */
export const refuseBadReferences = (
  references: Readonly<Record<string, Reference>>,
  without?: Reference['Type'],
): void => {
  const all = Object.values(references)
  if (all.length > referencesMax) throw invalidRequest(`At most ${referencesMax} References.`)
  const wrong = all.find(({ Type }) => !referenceTypes.has(Type) || Type === without)
  if (wrong !== undefined) throw invalidRequest(`References cannot have type ${wrong.Type} here.`)
}

/** Ours, as for references. */
const segmentBytesMax = 32_768

/** Refuse segment attributes that a contact cannot have. */
export const refuseBadSegments = (segments: Segments): void => {
  for (const [key, value] of Object.entries(segments)) {
    if (!segmentKey.test(key)) {
      throw invalidRequest('Keys of SegmentAttributes have letters, digits, - and _.')
    }
    if (Object.keys(value).length !== 1) {
      throw invalidRequest('A segment attribute has exactly one value.')
    }
  }
  if (JSON.stringify(segments).length > segmentBytesMax) {
    throw invalidRequest(`SegmentAttributes have at most ${segmentBytesMax} characters.`)
  }
}

/** [docs] Tasks expire 7 days after they began unless they say otherwise, after 90 days at most. */
export const taskExpiryMinutes = 7 * 24 * 60
const expiryMinutesMax = 90 * 24 * 60

/** The minutes after which a contact expires, as `connect:ContactExpiry` or a member of its own says it. */
export const expiryMinutes = (
  segments: Segments | undefined,
  member?: number,
): number | undefined => {
  const given = segments?.['connect:ContactExpiry']?.ValueMap?.ExpiryDuration?.ValueInteger
  const minutes = given ?? member
  if (minutes !== undefined && (minutes < 1 || minutes > expiryMinutesMax)) {
    throw invalidRequest(`A contact expires after 1 to ${expiryMinutesMax} minutes.`)
  }
  return minutes
}
