// Removes the links to a case that more cases had than one transaction should change (B-352): so many a round, each
// an event in the history of its case, in the name of whoever deleted the case. They are hidden meanwhile.
import type { Clock } from '../clock.ts'
import { removedLinks } from '../domain/case.ts'
import type { Seal } from '../domain/journal.ts'
import type { UnlinkingRow } from '../domain/rows.ts'
import type { Location } from '../ids.ts'
import { type Change, query, type Store, type Write } from '../storage/contract.ts'
import type { Rounds } from './loop.ts'

type Options = {
  readonly store: Store
  readonly clock: Clock
  readonly location: Location
  readonly seal: Seal
  newId(): string
}

/** A few milliseconds of writing. */
const linksPerRound = 25

export const unlink = (options: Options): Rounds => ({
  name: 'unlinking',
  round: async () => {
    const { store } = options
    const { due } = await store.load({ due: query('unlinkings', { limit: 1 }) })
    const [unlinking] = due
    if (unlinking === undefined) return false
    await store.write(someLinks(options, unlinking))
    return true
  },
})

const someLinks = (options: Options, row: UnlinkingRow): Write<ReturnType<typeof plan>, void> => ({
  plan: () => plan(row),
  decide: ({ links, linking }, configs) => {
    const domain = configs.domain(row.scope)
    const done: Change = { change: 'unlinking.delete', row }
    if (domain === undefined || links.length === 0) return { answer: undefined, changes: [done] }
    const { clock, location, seal, newId } = options
    const context = { now: clock.now(), location, actor: row.actor, newId, seal }
    return { answer: undefined, changes: removedLinks(context, domain, { links, linking }) }
  },
})

const plan = ({ scope, caseId }: UnlinkingRow) => ({
  links: query('linksToCase', { scope, caseId, limit: linksPerRound }),
  linking: query('casesLinkingTo', { scope, caseId, limit: linksPerRound }),
})
