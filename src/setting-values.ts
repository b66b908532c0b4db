// What values of settings are, and the sentence for one that is not: each takes a text and gives its value, or throws
// what it must be.
import { isIP } from 'node:net'
import { parseTime } from './domain/directory.ts'
import { defaultQuotas, type Quotas } from './domain/quotas.ts'
import { earliestTime, latestTime } from './domain/time-bounds.ts'

/** A value that does not fit; `config.ts` makes the sentence `… must be ${meaning}.` of it. */
export class BadValue extends Error {}

const badValue = (meaning: string) => new BadValue(meaning)

export const text = (form: RegExp, meaning: string) => (value: string) => {
  if (!form.test(value)) throw badValue(meaning)
  return value
}

export const oneOf =
  <const Choice extends string>(...choices: readonly Choice[]) =>
  (value: string): Choice => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice === undefined) throw badValue(`one of ${choices.join(', ')}`)
    return choice
  }

export const integer = (min: number, max: number) => (value: string) => {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= min && number <= max)) throw badValue(`a whole number from ${min} to ${max}`)
  return number
}

export const flag = (value: string): boolean =>
  ['true', '1'].includes(oneOf('true', 'false', '1', '0')(value))

export const listOf = (check: (item: string) => boolean, meaning: string) => (value: string) => {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (!items.every(check)) throw badValue(meaning)
  return Object.freeze(items) as readonly string[]
}

export const isNetwork = (item: string): boolean => {
  const [address = '', bits, more] = item.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

export const isOrigin = (item: string): boolean =>
  item === '*' || (URL.canParse(item) && new URL(item).origin === item)

export const instant = (value: string): number => {
  const at = parseTime(value)
  if (at === undefined || at < earliestTime || at > latestTime) {
    throw badValue('an RFC 3339 date and time from 1970 to 9000, such as 2026-11-23T10:00:00Z')
  }
  return at
}

export const serverKey = (value: string): Buffer => {
  const bytes = Buffer.from(value, /^[0-9a-fA-F]{64}$/.test(value) ? 'hex' : 'base64')
  if (bytes.length !== 32) throw badValue('32 bytes as base64 or as 64 hexadecimal digits')
  return bytes
}

export const httpUrl = (value: string): string => {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw badValue('a URL that begins with http:// or https://')
  }
  return value
}

/** Where attached files lie. */
export type FilesPlace =
  | { readonly kind: 'folder' }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }

export const filesPlace = (value: string): FilesPlace => {
  if (value === 'folder') return { kind: 'folder' }
  const [, bucket, path] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()/-]{0,500}))?$/.exec(value) ?? []
  if (bucket === undefined) throw badValue('folder or s3://BUCKET/PREFIX')
  const prefix = path === undefined || path === '' ? '' : `${path.replace(/\/+$/, '')}/`
  return { kind: 's3', bucket, prefix }
}

export const parseQuotas = (value: string): Quotas => {
  const quotas: Record<string, number> = { ...defaultQuotas }
  for (const item of value.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', number = '', more] = item.split('=').map((part) => part.trim())
    if (!Object.hasOwn(defaultQuotas, name) || more !== undefined || !/^\d{1,9}$/.test(number)) {
      throw badValue(`name=number pairs, separated by commas, of ${quotaNames.join(', ')}`)
    }
    if (name === 'fieldsPerLayout')
      throw badValue('without fieldsPerLayout, which AWS fixes at 100')
    quotas[name] = Number(number)
  }
  return Object.freeze(quotas) as Quotas
}

const quotaNames = Object.keys(defaultQuotas).filter((name) => name !== 'fieldsPerLayout')

export const mebibyte = 1024 * 1024
