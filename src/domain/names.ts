// When two things have the same name. White space around a name and the Unicode form it was typed
// in do not make it another name; upper and lower case do (B-201).

type Named = { readonly id: string; readonly name: string; readonly deleted?: boolean }

/** Whether a living thing other than `exceptId` already has this name. */
export const isNameTaken = (things: Iterable<Named>, name: string, exceptId?: string): boolean => {
  const wanted = canonical(name)
  for (const thing of things) {
    if (thing.deleted === true || thing.id === exceptId) continue
    if (canonical(thing.name) === wanted) return true
  }
  return false
}

const canonical = (name: string): string => name.trim().normalize('NFC')
