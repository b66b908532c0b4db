// Answers of another system, kept for a moment: one question is asked once at a time, however many want to know, and
// no more questions are under way than it is fair to ask.
import { throttled } from '../errors.ts'

export type AnswerBounds = {
  /** How long an answer is good: of what is there, and of what is not. */
  readonly foundMs: number
  readonly missingMs: number
  readonly keptMax: number
  readonly askedMax: number
}

type Kept<Answer> = { readonly answer: Answer | undefined; readonly until: number }

/**
 * Ask through what is known.
 * @param monotonicMs the time by which answers get old.
 */
export const recentAnswers = <Answer>(bounds: AnswerBounds, monotonicMs: () => number) => {
  const kept = new Map<string, Kept<Answer>>()
  const asked = new Map<string, Promise<Answer | undefined>>()
  const keep = (key: string, answer: Answer | undefined): void => {
    const [oldest] = kept.keys()
    if (kept.size >= bounds.keptMax && oldest !== undefined) kept.delete(oldest)
    const goodMs = answer === undefined ? bounds.missingMs : bounds.foundMs
    kept.delete(key)
    kept.set(key, { answer, until: monotonicMs() + goodMs })
  }
  return async (
    key: string,
    ask: () => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> => {
    const known = kept.get(key)
    if (known !== undefined && monotonicMs() < known.until) return known.answer
    const underWay = asked.get(key)
    if (underWay !== undefined) return underWay
    if (asked.size >= bounds.askedMax) {
      throw throttled('Too many questions to another system are under way. Try again.', 1)
    }
    const asking = ask()
    asked.set(key, asking)
    try {
      const answer = await asking
      keep(key, answer)
      return answer
    } finally {
      asked.delete(key)
    }
  }
}
