// ListFieldOptions: not built yet.
import { read } from '../operation.ts'

export const listFieldOptions = read('ListFieldOptions', {
  checks: () => [],
  load: () => ({}),
  answer: () => {
    throw new Error('ListFieldOptions is not built')
  },
})
