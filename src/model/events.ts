// What AWS has in other services: the outgoing events for whoever fetches them, and what a monitor asks.
import { operation } from './shape.ts'
import { Type } from './type.ts'

/** Outgoing events after a cursor. As `text/event-stream` it goes on with what comes. */
export const GetEvents = operation({
  name: 'GetEvents',
  method: 'GET',
  path: '/_opencases/events',
  query: { after: 'after', limit: 'limit', wait: 'wait' },
  errors: ['ValidationException'],
  input: Type.Object({
    /** A cursor, `oldest` (what it is if it is not there) or `latest`. */
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** How many seconds to wait for the first event, if there is none. */
    wait: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
  }),
  output: Type.Object({
    events: Type.Array(
      Type.Object({
        cursor: Type.String(),
        /** The envelope as JSON text, which is put into the answer as the JSON that it is. */
        event: Type.String(),
      }),
    ),
    /** Where to go on. */
    next: Type.String(),
  }),
})

/** Counters and gauges, in the text format of Prometheus. */
export const GetMetrics = operation({
  name: 'GetMetrics',
  method: 'GET',
  path: '/_opencases/metrics',
  errors: [],
  input: Type.Object({}),
  output: Type.Object({}),
})
