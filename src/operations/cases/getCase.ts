// GetCase: not built yet.
import { read } from '../operation.ts'

export const getCase = read('GetCase', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('GetCase is not built')
  },
})
