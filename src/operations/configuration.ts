// What operations on configuration share: finding a resource, giving it a name, putting it back.
// They all read alike: existence, then meaning, then one change.
import { isNameTaken } from '../domain/names.ts'
import { conflict, notFound, quotaExceeded, type ResourceType, validation } from '../errors.ts'
import type { Change } from '../storage/contract.ts'
import type { Answer } from './operation.ts'

type Resource = { readonly id: string; readonly name: string; readonly deleted: boolean }
type Resources<R extends Resource> = ReadonlyMap<string, R>

/** The resource of this id, a soft-deleted one too. */
export const existing = <R extends Resource>(
  type: ResourceType,
  resources: Resources<R>,
  id: string,
): R => {
  const resource = resources.get(id)
  if (resource === undefined) throw notFound(type, id)
  return resource
}

/** The resource of this id to be changed: what is deleted cannot be (B-206). */
export const changeable = <R extends Resource>(
  type: ResourceType,
  resources: Resources<R>,
  id: string,
): R => {
  const resource = existing(type, resources, id)
  if (resource.deleted) throw validation(`${type} deleted: ${id}`)
  return resource
}

/** Refuse a name that another living resource of the kind has (B-201). */
export const refuseTakenName = (
  type: ResourceType,
  resources: Resources<Resource>,
  name: string | undefined,
  exceptId?: string,
): void => {
  if (name !== undefined && isNameTaken(resources.values(), name, exceptId)) {
    throw conflict(`${type} with this name already exists: ${name}`)
  }
}

/** Refuse one more of what the quota bounds; soft-deleted ones do not count (B-202). */
export const refuseOneMore = (
  type: ResourceType,
  resources: Iterable<Resource>,
  quota: number,
): void => {
  let living = 0
  for (const { deleted } of resources) if (!deleted) living++
  if (living >= quota) throw quotaExceeded(`The quota is reached: ${type}, ${quota}`)
}

/** How many were soft-deleted in the domain's life. */
export const deletedCount = (resources: Resources<Resource>): number => {
  let count = 0
  for (const { deleted } of resources.values()) if (deleted) count++
  return count
}

/** The attributes of a resource that is created now. */
export const newborn = (call: { newId(): string; now: number }, name: string) => ({
  id: call.newId(),
  name,
  tags: {},
  deleted: false,
  createdAt: call.now,
  modifiedAt: call.now,
})

/** The named members of a request that are there. */
export const given = <In extends object, K extends keyof In>(
  input: In,
  members: readonly K[],
): { [M in K]?: Exclude<In[M], undefined> } => {
  const found: { [M in K]?: Exclude<In[M], undefined> } = {}
  for (const member of members) {
    const value = input[member]
    if (value !== undefined) found[member] = value as Exclude<In[K], undefined>
  }
  return found
}

/** The answer of an operation that returns nothing. */
export const done = (...changes: readonly Change[]): Answer<Record<never, never>> => ({
  output: {},
  changes,
})
