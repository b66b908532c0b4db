// What is known of a generated data folder before it is asked: its domain, its fields, and values that some of its
// cases have, so that queries find something, each time something else.
import {
  type ConnectCasesClient,
  ListDomainsCommand,
  ListFieldsCommand,
  ListTemplatesCommand,
  SearchCasesCommand,
} from '@aws-sdk/client-connectcases'
import { firstDay } from '../data/cases.ts'

export type Sample = {
  readonly domainId: string
  readonly templateId: string
  /** Field id by name. */
  readonly fieldIds: ReadonlyMap<string, string>
  readonly cases: number
  readonly titles: readonly string[]
  /** Words of titles, the most frequent first. */
  readonly words: readonly string[]
}

const dayMs = 24 * 60 * 60 * 1000

/** Look around: the titles of some cases of 12 days, 60 days apart. */
export const sampleOf = async (client: ConnectCasesClient): Promise<Sample> => {
  const { domains } = await client.send(new ListDomainsCommand({}))
  const domainId = domains?.[0]?.domainId
  if (domainId === undefined) throw new Error('The data folder has no domain; fill it first.')
  const { fields } = await client.send(new ListFieldsCommand({ domainId }))
  const { templates } = await client.send(new ListTemplatesCommand({ domainId }))
  const titles: string[] = []
  let cases = 0
  for (let at = 0; at < 12; at += 1) {
    const since = new Date(firstDay + at * 60 * dayMs).toISOString()
    const filter = {
      field: { greaterThanOrEqualTo: { id: 'created_datetime', value: { stringValue: since } } },
    }
    const sorts = [{ fieldId: 'created_datetime', sortOrder: 'Asc' as const }]
    const page = await client.send(
      new SearchCasesCommand({ domainId, filter, sorts, fields: [{ id: 'title' }] }),
    )
    if (at === 0) cases = Number(page.totalCount)
    titles.push(...(page.cases ?? []).map((row) => row?.fields?.[0]?.value?.stringValue ?? ''))
  }
  return {
    domainId,
    templateId: templates?.[0]?.templateId ?? '',
    fieldIds: new Map(fields?.map(({ name, fieldId }) => [name ?? '', fieldId ?? ''])),
    cases,
    titles,
    words: byFrequency(titles),
  }
}

const byFrequency = (titles: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const word of titles.flatMap((title) => title.toLowerCase().split(' '))) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word)
}
