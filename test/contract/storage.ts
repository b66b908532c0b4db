// What every store must do, in the words of `src/storage/contract.ts` alone: a suite for any store that can be
// opened in an empty place. A store passes it unchanged, or it is none.
import { describe } from 'node:test'
import { accountContract, historyContract } from './account.ts'
import { caseSearchContract } from './case-search.ts'
import { caseContract } from './cases.ts'
import { configurationContract } from './configuration.ts'
import { connectContract } from './connect.ts'
import { copyContract } from './copying.ts'
import { deadlineContract, resetContract } from './deadlines.ts'
import { fileContract } from './files.ts'
import { outgoingContract } from './outgoing.ts'
import type { OpenPlace } from './place.ts'
import { relatedItemSearchContract } from './related-item-search.ts'
import { relatedItemContract } from './related-items.ts'
import { ruleContract } from './rules.ts'
import { closingContract, sweepContract } from './upkeep.ts'
import { verifyContract } from './verify.ts'
import { writeContract } from './writes.ts'

const parts = [
  configurationContract,
  caseContract,
  caseSearchContract,
  relatedItemContract,
  relatedItemSearchContract,
  accountContract,
  historyContract,
  outgoingContract,
  connectContract,
  fileContract,
  copyContract,
  ruleContract,
  writeContract,
  deadlineContract,
  resetContract,
  sweepContract,
  closingContract,
  verifyContract,
]

/**
 * Declare the tests for a store; `open` makes an empty place for each of them.
 * @param half one of two, where all of them take too long for one file.
 */
export const registerStorageContract = (name: string, open: OpenPlace, half?: 0 | 1): void => {
  describe(name, () => {
    for (const [index, part] of parts.entries()) {
      if (half === undefined || index % 2 === half) part(open)
    }
  })
}
