// The tools of whoever tests against this server: its clock, a fresh start, faults on demand. They are there only
// under `OPENCASES_CLOCK=virtual` (B-1100); AWS has nothing of the kind.
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

/** Move domain time forward, and answer when all that fell due on the way has happened. */
export const SetClock = operation({
  name: 'SetClock',
  method: 'POST',
  path: '/_opencases/clock',
  errors: ['ValidationException'],
  input: Type.Object({
    /** RFC 3339. */
    to: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    /** A hundred years at most. */
    advanceMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_155_760_000_000 })),
  }),
  output: Type.Object({ now: Timestamp }),
})

/** Forget everything but access keys and the time. */
export const Reset = operation({
  name: 'Reset',
  method: 'POST',
  path: '/_opencases/reset',
  idempotent: true,
  errors: [],
  input: Type.Object({}),
  output: Type.Object({}),
})

const OperationOfFault = Type.String({ minLength: 1, maxLength: 64 })
const FaultWhen = Type.Enum(['before', 'after'])
const count = { minimum: 1, maximum: 1_000_000 }

/** Make an operation fail, or slow, from now on. */
export const PutFault = operation({
  name: 'PutFault',
  method: 'POST',
  path: '/_opencases/faults',
  errors: ['ValidationException'],
  input: Type.Object({
    operation: OperationOfFault,
    /** The name of an error, as `ThrottlingException`. */
    error: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    message: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
    /** Strikes so many calls; without it, all until it is deleted. */
    times: Type.Optional(Type.Integer(count)),
    /** Strikes each so-manieth call; 1 without it. */
    every: Type.Optional(Type.Integer(count)),
    /** Whether the operation is performed first, and its answer lost; `before` without it. */
    when: Type.Optional(FaultWhen),
  }),
  output: Type.Object({ faultId: Type.String() }),
})

const Fault = Type.Object({
  faultId: Type.String(),
  operation: OperationOfFault,
  error: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  latencyMs: Type.Optional(Type.Integer()),
  times: Type.Optional(Type.Integer()),
  every: Type.Integer(),
  when: FaultWhen,
  /** Calls that it has seen, and those that it struck. */
  calls: Type.Integer(),
  struck: Type.Integer(),
})

/** The faults that there are, those that have struck as often as they should included. */
export const ListFaults = operation({
  name: 'ListFaults',
  method: 'GET',
  path: '/_opencases/faults',
  errors: [],
  input: Type.Object({}),
  output: Type.Object({ faults: Type.Array(Fault) }),
})

/** Take faults away: those of one operation, or all. */
export const DeleteFaults = operation({
  name: 'DeleteFaults',
  method: 'DELETE',
  path: '/_opencases/faults',
  query: { operation: 'operation' },
  idempotent: true,
  errors: [],
  input: Type.Object({ operation: Type.Optional(OperationOfFault) }),
  output: Type.Object({}),
})
