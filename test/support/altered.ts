// Tokens that nobody was given.

/** Another token of the same length: its first character is another one. */
export const altered = (token: string): string =>
  `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
