// When an access key that has expired goes.

/** How long it is kept: until then whoever comes with it is told that it has expired (B-1087). */
export const expiredKeyMs = 30 * 24 * 60 * 60 * 1000
