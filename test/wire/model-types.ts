// That the types derived from our model are those of the official SDK, both ways, for every
// operation. There is nothing to run: what does not agree does not compile.
import type * as sdk from '@aws-sdk/client-connectcases'
import type { CasesOperationName, Input, Output } from '../../src/model/index.ts'

/**
 * Without what the SDK adds for itself: `| undefined`, the `null` of sparse maps, `$metadata`, the
 * members of a union that are not there, and the arm of unions from the future.
 */
type Plain<T> = T extends Date | string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<NonNullable<Item>>[]
    : T extends { $unknown: unknown }
      ? never
      : T extends object
        ? {
            [Name in keyof T as [NonNullable<T[Name]>] extends [never]
              ? never
              : Name extends '$metadata'
                ? never
                : Name]: Plain<NonNullable<T[Name]>>
          }
        : T

type Same<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? 'same'
    : 'ours is narrower'
  : 'ours is other'

type CommandOf<N extends CasesOperationName> = InstanceType<(typeof sdk)[`${N}Command`]>

type SdkInput<N extends CasesOperationName> = CommandOf<N>['input']

type SdkOutput<N extends CasesOperationName> = Awaited<
  ReturnType<ReturnType<CommandOf<N>['resolveMiddleware']>>
>['output']

type Verdicts = {
  [N in CasesOperationName]: {
    input: Same<Plain<Input<N>>, Plain<SdkInput<N>>>
    output: Same<Plain<Output<N>>, Plain<SdkOutput<N>>>
  }
}

type AllSame = { [N in CasesOperationName]: { input: 'same'; output: 'same' } }

/** `types` is `true`, or the compiler says which operation differs. */
export const agreement: {
  types: Verdicts extends AllSame ? true : Verdicts
  // The comparison itself can tell: a member more, an optional one, another literal.
  comparison: [
    Same<Plain<{ a: string }>, Plain<{ a: string; b: string }>>,
    Same<Plain<{ a?: string }>, Plain<{ a: string }>>,
    Same<Plain<{ a: 'x' }>, Plain<{ a: 'x' | 'y' }>>,
    Same<Plain<{ a: string | undefined; b?: never }>, Plain<{ a: string }>>,
  ]
} = {
  types: true,
  comparison: ['ours is other', 'ours is other', 'ours is narrower', 'same'],
}
