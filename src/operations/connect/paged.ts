// Connect names the members of paging with capitals.
import type { Call } from '../operation.ts'

type Paged = { readonly MaxResults?: number; readonly NextToken?: string }

/** The call as `pageOf` takes it. */
export const pagedAsCases = ({ input, pageTokens }: Pick<Call<Paged>, 'input' | 'pageTokens'>) => ({
  input: {
    ...(input.MaxResults === undefined ? {} : { maxResults: input.MaxResults }),
    ...(input.NextToken === undefined ? {} : { nextToken: input.NextToken }),
  },
  pageTokens,
})
