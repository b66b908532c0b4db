// What the program asks of a store when everything is copied from one to another: what no operation asks for.
import type { ContactRow, FileRow, OutgoingRow, RuleFiringRow, TokenRow } from '../domain/rows.ts'

type Everything<Row> = {
  takes: { readonly limit: number; readonly after?: readonly (string | number | null)[] }
  gives: { readonly rows: readonly Row[]; readonly next?: readonly (string | number | null)[] }
}

/** All rows of a kind in the order in which they were first put; tokens in any order that stays. */
export type CopyQueries = {
  allContacts: Everything<ContactRow>
  allFiles: Everything<FileRow>
  allRuleFirings: Everything<RuleFiringRow>
  allTokens: Everything<TokenRow>
}

/** Outgoing events at positions of their own. `latest` is the last position that was ever given. */
export type CopyChange = {
  readonly change: 'outgoing.restore'
  readonly rows: readonly OutgoingRow[]
  readonly latest: number
}
