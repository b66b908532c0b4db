// What has been read and is neither delivered nor kept by the store. Its beginning is how far the consumer has come;
// its size has a bound, so that a sink that is down costs no memory.
import type { Entry } from './lane.ts'

const entriesMax = 1024
const charactersMax = 8 * 1024 * 1024

export const createWindow = () => {
  let entries: Entry[] = []
  let front = 0
  let count = 0
  let characters = 0
  const first = (): Entry | undefined => {
    while (entries[front]?.settled) front += 1
    if (front > entriesMax) {
      entries = entries.slice(front)
      front = 0
    }
    return entries[front]
  }
  return {
    first,
    hasRoom: (): boolean => count < entriesMax && characters < charactersMax,
    size: (): number => count,
    /** The position up to which all is settled, if `readTo` is the last one that was read. */
    mark: (readTo: number): number => {
      const unsettled = first()
      return unsettled === undefined ? readTo : unsettled.position - 1
    },
    enter: (entry: Entry): void => {
      entries.push(entry)
      count += 1
      characters += entry.text?.length ?? 0
    },
    leave: (entry: Entry): void => {
      entry.settled = true
      count -= 1
      characters -= entry.text?.length ?? 0
    },
  }
}
