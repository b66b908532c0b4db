// How many cases or items the questions of a query find.
import { openCaller } from '../caller.ts'
import type { Target } from '../request.ts'
import type { QueryOfMix } from './queries.ts'

type Page = {
  readonly totalCount?: number
  readonly cases?: readonly unknown[]
}

/** On average over its questions. */
export const matchesOf = async (target: Target, { questions }: QueryOfMix): Promise<number> => {
  const caller = await openCaller(target)
  let matches = 0
  for (const { path, body } of questions) {
    const answer = await caller.call({ method: 'POST', path, body })
    if (answer.status !== 200) throw new Error(`a search was answered: ${answer.body}`)
    const { totalCount, cases = [] } = JSON.parse(answer.body) as Page
    matches += totalCount ?? cases.length
  }
  caller.close()
  return matches / questions.length
}
