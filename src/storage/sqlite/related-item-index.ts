// What filters on Custom items look through: their values, one row each.
import type { Configs, DomainConfig, DomainScope } from '../../domain/domain-config.ts'
import { type IndexEntry, valueEntries } from '../../domain/index-entries.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import type { Connection } from './connection.ts'
import { StaleVersion } from './failures.ts'
import { valueIndex } from './value-index.ts'

export type IndexPlace = {
  readonly domain: DomainConfig
  readonly domainPk: number
  readonly pk: number
}

/** Where an entry belongs; the types of the values come from the configuration in this transaction. */
export const indexPlace = (
  configs: Configs,
  scope: DomainScope,
  domainPk: number,
  pk: number,
): IndexPlace => {
  const domain = configs.domain(scope)
  if (domain === undefined) throw new StaleVersion(`domain ${scope}`)
  return { domain, domainPk, pk }
}

export const relatedItemIndex = ({ db }: Connection) => {
  const values = valueIndex(db)
  return {
    change: (place: IndexPlace, before: RelatedItemRow | undefined, after: RelatedItemRow) =>
      values.change(place, entriesOf(place, before), entriesOf(place, after)),
    remove: (itemPk: number, row: RelatedItemRow): void => {
      if ('custom' in row.content) values.remove(itemPk)
    },
  }
}

const entriesOf = ({ domain }: IndexPlace, row: RelatedItemRow | undefined): IndexEntry[] => {
  if (row === undefined || !('custom' in row.content)) return []
  const { fields } = row.content.custom
  return valueEntries(domain, Object.fromEntries(fields.map(({ id, value }) => [id, value])))
}
