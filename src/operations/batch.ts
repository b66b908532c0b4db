// Several resources by id in one call: what is found, and an error for each id that is not (B-220,
// B-221).
import type { ResourceType } from '../errors.ts'

type BatchError = { id: string; errorCode: string; message: string }

/** In the order asked; an id that is asked twice is answered once. */
export const batch = <R>(
  type: ResourceType,
  resources: ReadonlyMap<string, R>,
  identifiers: readonly { readonly id: string }[],
): { found: R[]; errors: BatchError[] } => {
  const found: R[] = []
  const errors: BatchError[] = []
  for (const id of new Set(identifiers.map((identifier) => identifier.id))) {
    const resource = resources.get(id)
    if (resource !== undefined) found.push(resource)
    else {
      errors.push({
        id,
        errorCode: 'ResourceNotFoundException',
        message: `${type} not found: ${id}`,
      })
    }
  }
  return { found, errors }
}
