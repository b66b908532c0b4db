// Pages of lists that are in memory. The order is that of creation (B-207); a token names the last
// thing shown, so that whatever is created or deleted between two pages, nothing is skipped or
// shown twice.
import type { PageQuestion, PageTokens } from './page-token.ts'

/** [ours] The default page of the List operations (B-208). */
const listPage = 100

type PagedCall = {
  readonly input: { readonly maxResults?: number; readonly nextToken?: string }
  readonly pageTokens: PageTokens
}

type List<T> = {
  /**
   * Everything in order of creation, what is not shown too: it may be where the last page ended.
   */
  readonly items: Iterable<T>
  keyOf(item: T): string
  shown(item: T): boolean
  readonly pageMax?: number
}

/** One page of a list, and the token of the next if there is more. */
export const pageOf = <T>(
  call: PagedCall,
  question: PageQuestion,
  list: List<T>,
): { rows: T[]; more: { nextToken?: string } } => {
  const limit = call.input.maxResults ?? list.pageMax ?? listPage
  const last = call.pageTokens.open(question, call.input.nextToken)?.[0]
  const items = [...list.items]
  const rest = typeof last === 'string' ? after(items, list.keyOf, last) : items
  const shown = rest.filter((item) => list.shown(item))
  const rows = shown.slice(0, limit)
  const end = rows.at(-1)
  if (shown.length <= limit || end === undefined) return { rows, more: {} }
  return { rows, more: { nextToken: call.pageTokens.seal(question, [list.keyOf(end)]) } }
}

/** Configuration as it is listed: by id, the living only. */
export const livingOf = <R extends { readonly id: string; readonly deleted: boolean }>(
  resources: ReadonlyMap<string, R>,
): List<R> => ({
  items: resources.values(),
  keyOf: ({ id }) => id,
  shown: ({ deleted }) => !deleted,
})

// A domain that was shown last may be gone by now. Ids are time-ordered: what came later is
// greater.
const after = <T>(items: readonly T[], keyOf: (item: T) => string, last: string): readonly T[] => {
  const at = items.findIndex((item) => keyOf(item) === last)
  return at >= 0 ? items.slice(at + 1) : items.filter((item) => keyOf(item) > last)
}
