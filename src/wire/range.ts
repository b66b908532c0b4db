// The one form of the Range header that is heard: one range of bytes. Whatever else is asked for gets the whole.
import type { ByteRange } from '../model/transfers.ts'

const form = /^bytes=(\d{0,15})-(\d{0,15})$/

/** The bytes that are asked for; undefined: all of them. */
export const rangeOf = (
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined => {
  const [, from = '', to = ''] = form.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const end = size - 1
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? end : Math.min(end, Number(to))
  return first > last ? 'unsatisfiable' : { first, last }
}
