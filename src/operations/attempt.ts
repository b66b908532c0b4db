// Existence comes before meaning: what is wrong with a question must wait until the rows tell that what it is asked
// of exists. So a plan is made of what can be understood, and the fault is thrown when the rows are there.
import { ApiError } from '../errors.ts'

/** What `make` makes, or the fault that it finds in the request. */
export const attempt = <T>(make: () => T): T | ApiError => {
  try {
    return make()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}
