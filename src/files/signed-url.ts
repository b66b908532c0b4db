// The URLs with which bytes come and go through this server: an action, a file and a time, under a key of the server.
// Whoever has one may do that one thing until then; the time is the wall clock's.
import { timingSafeEqual } from 'node:crypto'
import { accessDenied } from '../errors.ts'
import { type Transfer, type TransferClaim, transferPath } from '../model/transfers.ts'
import type { UrlOptions } from './contract.ts'

/** HMAC-SHA-256 under a key that signs nothing else. */
export type UrlMac = (bytes: Uint8Array) => Uint8Array

/** A URL for one transfer of one file. */
export const signUrl = (
  mac: UrlMac,
  { transfer, fileId }: Pick<TransferClaim, 'fileId' | 'transfer'>,
  { endpoint, expiresInSeconds, nowMs }: UrlOptions & { readonly nowMs: number },
): { url: string; expiresAt: number } => {
  const expires = Math.floor(nowMs / 1000) + expiresInSeconds
  const signature = signatureOf(mac, transfer, fileId, String(expires))
  const query = `expires=${expires}&signature=${signature}`
  const url = `${endpoint}${transferPath(transfer, fileId)}?${query}`
  return { url, expiresAt: expires * 1000 }
}

/** Throws AccessDeniedException unless this server made the URL and it is still good. */
export const checkUrl = (mac: UrlMac, claim: TransferClaim, nowMs: number): void => {
  const { transfer, fileId, expires = '', signature = '' } = claim
  const expected = Buffer.from(signatureOf(mac, transfer, fileId, expires))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw accessDenied('This URL was not made by this server, or was altered.')
  }
  if (Number(expires) * 1000 <= nowMs) throw accessDenied('This URL has expired.')
}

const signatureOf = (mac: UrlMac, transfer: Transfer, fileId: string, expires: string): string =>
  Buffer.from(mac(Buffer.from(`${transfer}\n${fileId}\n${expires}`))).toString('base64url')
