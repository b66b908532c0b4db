// Faults on demand: a list of what shall fail or be slow, which each call of an operation is held against. Counted,
// not drawn: the same calls are struck in every run.
import type { Clock } from '../../clock.ts'
import { ApiError, type ErrorName } from '../../errors.ts'

export type Fault = {
  readonly faultId: string
  readonly operation: string
  readonly error?: ErrorName
  readonly message?: string
  readonly latencyMs?: number
  readonly times?: number
  readonly every: number
  readonly when: 'after' | 'before'
}

/** With the calls that it has seen and struck. */
export type CountedFault = Fault & { readonly calls: number; readonly struck: number }

export type Faults = {
  put(fault: Fault): void
  list(): readonly CountedFault[]
  /** Of one operation, or all. */
  clear(operation?: string): void
  /** Perform a call, and let the faults of its operation strike before and after it. */
  around<T>(operation: string, call: () => Promise<T>): Promise<T>
  /** Let go of the calls that a fault holds up. */
  stop(): void
}

/** No more at a time: each call looks at all of them. */
export const faultsMax = 100

export const createFaults = (clock: Pick<Clock, 'sleep'>): Faults => {
  const stopping = new AbortController()
  let faults: readonly Counted[] = []
  const strike = async (struck: readonly Fault[]): Promise<void> => {
    for (const { latencyMs = 0 } of struck) {
      if (latencyMs > 0) await clock.sleep(latencyMs, stopping.signal)
    }
    for (const fault of struck) if (fault.error !== undefined) throw errorOf(fault, fault.error)
  }
  return {
    put: (fault) => {
      faults = [...faults, { fault, calls: 0, struck: 0 }]
    },
    list: () => faults.map(({ fault, calls, struck }) => ({ ...fault, calls, struck })),
    clear: (operation) => {
      faults = faults.filter(
        ({ fault }) => operation !== undefined && fault.operation !== operation,
      )
    },
    around: async (operation, call) => {
      const struck = faults
        .filter((each) => each.fault.operation === operation && counts(each))
        .map(({ fault }) => fault)
      await strike(struck.filter(({ when }) => when === 'before'))
      const answer = await call()
      await strike(struck.filter(({ when }) => when === 'after'))
      return answer
    },
    stop: () => stopping.abort(),
  }
}

type Counted = { readonly fault: Fault; calls: number; struck: number }

/** Count a call; whether the fault strikes it. */
const counts = (counted: Counted): boolean => {
  const { every, times = Number.POSITIVE_INFINITY } = counted.fault
  counted.calls += 1
  if (counted.calls % every !== 0 || counted.struck >= times) return false
  counted.struck += 1
  return true
}

const errorOf = ({ message, operation }: Fault, error: ErrorName): ApiError =>
  new ApiError(
    error,
    message ?? `A fault was asked for: ${operation} fails.`,
    // The model says that this one names a resource.
    error === 'ResourceNotFoundException'
      ? { resourceId: operation, resourceType: 'Resource' }
      : {},
  )
