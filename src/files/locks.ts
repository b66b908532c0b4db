// One at a time for each name: whoever wants a name that is taken waits for its turn.

export type Locks = {
  /** Resolves when it is one's turn, with what ends it. */
  take(name: string): Promise<() => void>
}

export const keyedLocks = (): Locks => {
  const last = new Map<string, Promise<void>>()
  return {
    take: async (name) => {
      const before = last.get(name)
      const { promise, resolve } = Promise.withResolvers<void>()
      last.set(name, promise)
      await before
      return () => {
        if (last.get(name) === promise) last.delete(name)
        resolve()
      }
    },
  }
}
