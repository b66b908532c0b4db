// Between which moments a clock that is set by hand may stand.

/** The epoch: ids count from it. */
export const earliestTime = 0

/** 9000-01-01T00:00:00Z. An SLA of two years from then still has a year of four digits. */
export const latestTime = 221_845_392_000_000
