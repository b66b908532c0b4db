// The form of a secret of Standard Webhooks.

/** `whsec_` and at least 24 bytes as base64. */
export const isWebhookSecret = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^whsec_[A-Za-z0-9+/]{4,}={0,2}$/.test(value) &&
  Buffer.from(value.slice('whsec_'.length), 'base64').length >= 24
