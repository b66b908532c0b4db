// A SQLite store that has room for so many more pages and no further: a full disk, without one.
import { DatabaseSync } from 'node:sqlite'
import type { CaseRow } from '../../src/domain/rows.ts'
import type { Store } from '../../src/storage/contract.ts'
import type { StoreOptions } from '../../src/storage/index.ts'
import { put } from './place.ts'
import { type Builder, creation } from './rows.ts'
import type { SqlitePlace } from './sqlite-place.ts'

export const pageCount = ({ file }: SqlitePlace): number => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const { page_count } = db.prepare('pragma page_count').get() as { page_count: number }
    return page_count
  } finally {
    db.close()
  }
}

type Wanted = {
  readonly pages: number
  readonly rows?: readonly CaseRow[]
  readonly bounds?: StoreOptions['bounds']
}

/** A store with a domain and cases in it, and room for `pages` more. */
export const openFull = async (
  place: SqlitePlace,
  at: Builder,
  { pages, rows = [], bounds = {} }: Wanted,
): Promise<Store> => {
  const first = await place.open()
  await put(first, { change: 'domain.put', domain: at.domain }, ...rows.flatMap(creation))
  await place.close(first)
  return place.open({ pagesMax: pageCount(place) + pages, bounds })
}
