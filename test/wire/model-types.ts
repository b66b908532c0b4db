// That the types derived from our model are those of the official SDKs, both ways, for every
// operation. There is nothing to run: what does not agree does not compile.
import type * as connect from '@aws-sdk/client-connect'
import type * as cases from '@aws-sdk/client-connectcases'
import type * as connectModel from '../../src/model/connect/index.ts'
import type { CasesOperationName, operations } from '../../src/model/index.ts'
import type { InputOf, OutputOf } from '../../src/model/shape.ts'

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

type Model = typeof operations & typeof connectModel

type Name = keyof Model

type Input<N extends Name> = InputOf<Model[N]>

type Output<N extends Name> = OutputOf<Model[N]>

// Some names are in both.
type CommandOf<N extends Name> = N extends CasesOperationName
  ? InstanceType<(typeof cases)[`${N}Command`]>
  : N extends keyof typeof connectModel
    ? InstanceType<(typeof connect)[`${N}Command`]>
    : never

type SdkInput<N extends Name> = CommandOf<N>['input']

type SdkOutput<N extends Name> = Awaited<
  ReturnType<ReturnType<CommandOf<N>['resolveMiddleware']>>
>['output']

type Verdicts = {
  [N in Name]: {
    input: Same<Plain<Input<N>>, Plain<SdkInput<N>>>
    output: Same<Plain<Output<N>>, Plain<SdkOutput<N>>>
  }
}

type AllSame = { [N in Name]: { input: 'same'; output: 'same' } }

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
