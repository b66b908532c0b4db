// Statements whose text depends on a request, kept by that text; the oldest is dropped when there are too many.

const kept = 200

export const statementCache = <S>(prepare: (sql: string) => S): ((sql: string) => S) => {
  const known = new Map<string, S>()
  return (sql) => {
    const found = known.get(sql)
    if (found !== undefined) return found
    const made = prepare(sql)
    const oldest = known.keys().next()
    if (known.size >= kept && oldest.done !== true) known.delete(oldest.value)
    known.set(sql, made)
    return made
  }
}
