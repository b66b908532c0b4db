// The client token of CreateCase: for 24 hours the same token with the same request gives the first
// answer, and with another request a conflict (B-334). It belongs to one principal in one domain.
import type { TokenRow } from '../../domain/rows.ts'
import { conflict } from '../../errors.ts'
import type { Input, Output } from '../../model/index.ts'
import type { Change } from '../../storage/contract.ts'
import * as tokens from '../client-token.ts'
import type { DomainCall } from '../operation.ts'

type CreateCaseCall = DomainCall<Input<'CreateCase'>>

/** The question for the first answer. */
export const firstAnswer = (call: CreateCaseCall) => tokens.firstAnswer(call, given(call))

/** The first answer to this very request, if there was one. */
export const repeated = (
  call: CreateCaseCall,
  first: TokenRow | undefined,
): Output<'CreateCase'> | undefined => tokens.repeated(given(call), first, conflict)

/** Keep the answer, if the request has a token. */
export const remembered = (call: CreateCaseCall, output: Output<'CreateCase'>): Change[] =>
  tokens.remembered(call, given(call), output)

const given = ({ domain, input }: CreateCaseCall): tokens.ClientToken => {
  const { clientToken: token, ...request } = input
  return { operation: 'CreateCase', place: domain.id, token, request }
}
