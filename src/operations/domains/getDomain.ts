// GetDomain: not built yet.
import { read } from '../operation.ts'

export const getDomain = read('GetDomain', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('GetDomain is not built')
  },
})
