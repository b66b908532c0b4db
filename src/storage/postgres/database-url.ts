// The address of a database as libpq writes it. Unlike a plain URL it may name several hosts: the server that can
// be written to is looked for among them, so a standby that was promoted is found without a restart.

/** One URL for each host, in the order given. Undefined if the text is no address of a PostgreSQL database. */
export const hostUrls = (url: string): readonly string[] | undefined => {
  const [matched, user = '', hosts = '', rest = ''] = form.exec(url) ?? []
  if (matched === undefined) return undefined
  const urls = hosts.split(',').map((host) => `postgres://${user}${host}${withoutSearch(rest)}`)
  return urls.every(isUrl) ? urls : undefined
}

const form = /^postgres(?:ql)?:\/\/([^@/?#]*@)?([^@/?#]*)(\/[^#]*|\?[^#]*)?$/

// A host in front of a socket's folder may be missing, which only a URL with another scheme may lack.
const isUrl = (url: string): boolean =>
  URL.canParse(
    url
      .replace(/^postgres:/, 'http:')
      .replace('@/', '@socket/')
      .replace('///', '//socket/'),
  )

// Which of several servers is meant is always the one that takes writes.
const withoutSearch = (rest: string): string => {
  const [path = '', query] = rest.split('?')
  if (query === undefined) return path
  const kept = query.split('&').filter((pair) => !pair.startsWith('target_session_attrs='))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}

/** The address without its password, for a terminal or a log. */
export const withoutPassword = (url: string): string =>
  url
    .replace(/^(\w+:\/\/[^:@/?]*):[^@/?]*@/, '$1:***@')
    .replace(/([?&](?:password|sslpassword)=)[^&]*/g, '$1***')
