// SearchCases: not built yet.
import { read } from '../operation.ts'

export const searchCases = read('SearchCases', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('SearchCases is not built')
  },
})
