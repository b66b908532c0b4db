// The certificate that HTTPS is served with, checked before anything listens.
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Config } from './config.ts'
import { ConfigError } from './settings.ts'

/** PEM texts, or undefined without a certificate in the settings. Throws if the two do not fit. */
export const readTls = ({
  tlsCert,
  tlsKey,
}: Pick<Config, 'tlsCert' | 'tlsKey'>): { cert: Buffer; key: Buffer } | undefined => {
  if (tlsCert === undefined || tlsKey === undefined) return undefined
  const pair = { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) }
  try {
    createSecureContext(pair)
  } catch (cause) {
    const message = 'OPENCASES_TLS_CERT and OPENCASES_TLS_KEY are no certificate and its key (PEM).'
    throw new ConfigError(message, { cause })
  }
  return pair
}
