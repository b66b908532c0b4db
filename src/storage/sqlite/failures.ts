// What can go wrong in SQLite, told apart: another process holds the lock, there is no room, a row was not
// what the decision had seen. Only here are SQLite's error numbers known.
import { conflict, unavailable } from '../../errors.ts'

/** A row is not in the version that a decision was made on: a defect of the decision, never of a caller. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion'
}

/** Another connection holds the write lock. */
export const isBusy = (error: unknown): boolean =>
  primaryCode(error) === 5 || primaryCode(error) === 6

/** What a file holds is no database, or not a whole one. */
export const isDamaged = (error: unknown): boolean =>
  primaryCode(error) === 11 || primaryCode(error) === 26

/** A file may not be written, or not be made. */
export const isUnwritable = (error: unknown): boolean =>
  primaryCode(error) === 8 || primaryCode(error) === 14

/** Why the store of a folder cannot be opened. SQLite's own sentences name neither folder nor file. */
export const unopened = (error: unknown, directory: string): unknown => {
  const sentence = unopenedSentences.get(primaryCode(error) ?? 0)
  return sentence === undefined
    ? error
    : new Error(`The data folder ${directory} ${sentence}.`, { cause: error })
}

const unopenedSentences: ReadonlyMap<number, string> = new Map([
  [8, 'cannot be written'],
  [10, 'cannot be read or written'],
  [11, 'holds a damaged database'],
  [13, 'has no room left'],
  [14, 'cannot be written'],
  [26, 'holds a file that is no database'],
])

/** What the caller of a write is told about an error of the database. */
export const translate = (error: unknown): unknown => {
  switch (primaryCode(error)) {
    case 8: // readonly
    case 10: // input/output
    case 14: // cannot open
      return unavailable('The store cannot write to its data folder.', 5)
    case 13: // full
      return unavailable('The store has no room left on its disk.', 5)
    case 5:
    case 6:
      return unavailable('The store is locked by another process.', 1)
    case 19: // constraint
      return extendedCode(error) === uniqueConstraint
        ? conflict('Another request has just created a resource of this name.')
        : error
    default:
      return error
  }
}

const uniqueConstraint = 2067

const extendedCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined

const primaryCode = (error: unknown): number | undefined => {
  const code = extendedCode(error)
  return code === undefined ? undefined : code & 0xff
}
