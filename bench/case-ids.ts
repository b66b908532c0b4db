// Which cases requests go to.

/** So many, the newest, are read and written: as cases are worked on, and few enough items for each. */
export const hotCases = 10_000

/** A case of the ladder: made by its server, named by its requests. Grows with `index`, as real ids grow with time. */
export const caseIdOf = (index: number): string =>
  `019ab3c0-0000-7000-8000-${String(index).padStart(12, '0')}`
