// The query mix: what people ask of a case system all day, and the short questions that are hard to answer. Each
// with an exact count, 25 results and 10 fields, in 40 variants that find different cases.
import { contactArnOf, firstDay } from '../data/cases.ts'
import type { Sample } from './sample.ts'

export type Question = { readonly path: string; readonly body: object }

export type QueryOfMix = {
  readonly name: string
  /** 99 of 100 answers at 1,000,000 cases come within so many milliseconds. */
  readonly barMs: number
  readonly questions: readonly Question[]
}

const variants = 40
const dayMs = 24 * 60 * 60 * 1000

/** @param token of page 40 of (a). */
export const queryMix = (sample: Sample, token: string | undefined): readonly QueryOfMix[] => [
  ...filtered(sample, token),
  ...worded(sample),
  ...related(sample),
]

const filtered = (sample: Sample, token: string | undefined): readonly QueryOfMix[] => {
  const id = (name: string): string => sample.fieldIds.get(name) ?? name
  const search = searches(sample)
  return [
    search(10, '(a) status = open', () => open),
    search(10, '(b) select and created in a month', (at) =>
      andAll(equal(id(`SingleSelect ${at % 8}`), `choice_${at % 8}_${at % 10}`), ...month(at)),
    ),
    search(50, '(e) three and not and or', (at) =>
      andAll(
        open.filter,
        { not: equal('case_reason', `reason_${at % 5}`) },
        {
          orAll: [
            equal(id('SingleSelect 0'), `choice_0_${at % 10}`),
            equal('assigned_user', agent(at)),
          ],
        },
      ),
    ),
    search(50, '(f) tag', (at) => ({
      filter: { tag: { equalTo: { key: 'team', value: `team-${at % 20}` } } },
    })),
    search(50, '(g) by a number', (at) => ({
      sorts: [{ fieldId: id(`Number ${at % 8}`), sortOrder: at % 2 === 0 ? 'Asc' : 'Desc' }],
    })),
    search(10, '(h) page 40 of (a)', () => ({ ...open, nextToken: token })),
    search(10, '(i) no filter', () => ({})),
  ]
}

const worded = (sample: Sample): readonly QueryOfMix[] => {
  const { titles, words } = sample
  const search = searches(sample)
  const title = (at: number): string => titles[(at * 7) % titles.length] ?? ''
  const common = words.slice(0, 5)
  const rare = words.slice(-200)
  return [
    search(50, '(c) contains 4', (at) => containing(title(at).slice(6, 10))),
    search(50, '(c) contains 12', (at) => containing(title(at).slice(3, 15))),
    search(50, '(d) a rare word', (at) => ({ searchTerm: `${rare[at * 3] ?? ''} ` })),
    search(50, '(d) a common word', (at) => ({ searchTerm: `${common[at % 5] ?? ''} ` })),
    search(50, '(d) two words', (at) => ({ searchTerm: `${common[at % 5]} ${words[20 + at]} ` })),
    search(200, '(s) contains 1', (at) => containing(letter(at))),
    search(200, '(s) contains 2', (at) => containing(title(at).slice(2, 4).trim() || 'a')),
    search(200, '(s) one letter', (at) => ({ searchTerm: letter(at) })),
  ]
}

const related = ({ domainId, cases }: Sample): readonly QueryOfMix[] => {
  const ask = (barMs: number, name: string, path: string, of: (at: number) => object) => ({
    name,
    barMs,
    questions: Array.from({ length: variants }, (_, at) => ({
      path: `/domains/${domainId}/${path}`,
      body: of(at),
    })),
  })
  const contactArn = (at: number) => contactArnOf((at * 997) % Math.ceil(cases / 2))
  const items = (name: string, of: (at: number) => object) =>
    ask(50, name, 'related-items-search', (at) => ({ filters: [of(at)] }))
  return [
    ask(10, '(j) ListCasesForContact', 'list-cases-for-contact', (at) => ({
      contactArn: contactArn(at),
    })),
    items('(k) items of a contact', (at) => ({ contact: { contactArn: contactArn(at) } })),
    items('(k) items by type', () => ({ comment: {} })),
    items('(k) items by SLA status', (at) => ({
      sla: { status: ['Active', 'Overdue', 'Met', 'NotMet'][at % 4] },
    })),
  ]
}

const searches =
  (sample: Sample) =>
  (barMs: number, name: string, of: (at: number) => object): QueryOfMix => ({
    name,
    barMs,
    questions: Array.from({ length: variants }, (_, at) => ({
      path: `/domains/${sample.domainId}/cases-search`,
      body: { maxResults: 25, fields: shownFields(sample), ...of(at) },
    })),
  })

const equal = (fieldId: string, value: string) => ({
  field: { equalTo: { id: fieldId, value: { stringValue: value } } },
})

const containing = (text: string) => ({
  filter: { field: { contains: { id: 'title', value: { stringValue: text } } } },
})

const andAll = (...filters: object[]) => ({ filter: { andAll: filters } })

const month = (at: number): readonly object[] => {
  const from = firstDay + at * 17 * dayMs
  const created = (is: string, ms: number) => ({
    field: { [is]: { id: 'created_datetime', value: { stringValue: new Date(ms).toISOString() } } },
  })
  return [created('greaterThanOrEqualTo', from), created('lessThan', from + 30 * dayMs)]
}

export const open = {
  filter: { field: { equalTo: { id: 'status', value: { stringValue: 'open' } } } },
}

/** Ten fields, system and custom ones. */
export const shownFields = ({ fieldIds }: Sample): readonly { readonly id: string }[] =>
  [
    ...['title', 'status', 'reference_number', 'created_datetime', 'assigned_user'],
    ...['Text 0', 'Number 0', 'SingleSelect 0', 'Boolean 0', 'DateTime 0'],
  ].map((name) => ({ id: fieldIds.get(name) ?? name }))

const agent = (at: number): string =>
  `arn:aws:connect:us-east-1:000000000000:instance/bench/agent/${at}`

const letter = (at: number): string => String.fromCharCode(97 + (at % 26))
