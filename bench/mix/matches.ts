// How many cases or items the questions of a query find.
import { openCaller } from '../caller.ts'
import type { Target } from '../request.ts'
import type { QueryOfMix } from './queries.ts'

type Page = {
  readonly totalCount?: number
  readonly cases?: readonly unknown[]
  readonly relatedItems?: readonly unknown[]
}

/** What an answer says that it found in all; where it does not say, what came with it. */
export const foundIn = ({ totalCount, cases, relatedItems }: Page): number => {
  const found = totalCount ?? cases?.length ?? relatedItems?.length
  if (found === undefined) throw new Error('an answer without anything found')
  return found
}

/** On average over its questions. */
export const matchesOf = async (target: Target, { questions }: QueryOfMix): Promise<number> => {
  const caller = await openCaller(target)
  let matches = 0
  for (const { path, body } of questions) {
    const answer = await caller.call({ method: 'POST', path, body })
    if (answer.status !== 200) throw new Error(`a search was answered: ${answer.body}`)
    matches += foundIn(JSON.parse(answer.body) as Page)
  }
  caller.close()
  return matches / questions.length
}
