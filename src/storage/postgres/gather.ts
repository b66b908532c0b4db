// What is asked at the same time goes together: some groups are under way at a time, and whoever comes meanwhile
// gathers for the next one. With few questions nobody waits; with many the groups grow, and each costs less: of a
// round trip for every turn of the event loop most is the waking of three processes.

export type GatherOptions<Asked> = {
  /** Answers all of a group; never rejects. */
  run(group: readonly Asked[]): Promise<void>
  readonly groupsMax: number
  readonly togetherMax: number
}

/** Questions of one turn of the event loop are always together, and a group is sent after they were asked. */
export const gather = <Asked>(options: GatherOptions<Asked>): ((asked: Asked) => void) => {
  const { run, groupsMax, togetherMax } = options
  const waiting: Asked[] = []
  let groups = 0
  let scheduled = false
  const send = async (group: readonly Asked[]): Promise<void> => {
    groups += 1
    await run(group)
    groups -= 1
    flush()
  }
  const flush = (): void => {
    while (waiting.length > 0 && groups < groupsMax) void send(waiting.splice(0, togetherMax))
  }
  return (asked) => {
    waiting.push(asked)
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      flush()
    })
  }
}
