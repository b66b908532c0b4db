// Finds a member that a JSON object has twice. `JSON.parse` keeps the last one without a word; in a
// policy the first might have been the condition that somebody relies on.

/** The first repeated member name in a text that is valid JSON. */
export const duplicateMember = (json: string): string | undefined => {
  const open: (Set<string> | 'list')[] = []
  let latest = ''
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:]/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push('list')
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ':') latest = token
    else {
      const name = JSON.parse(latest) as string
      const members = open.at(-1)
      if (!(members instanceof Set)) continue
      if (members.has(name)) return name
      members.add(name)
    }
  }
  return undefined
}
