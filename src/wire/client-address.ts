// Where a request comes from and whether it came encrypted, as policies ask (`aws:SourceIp`,
// `aws:SecureTransport`). Forwarded headers are hearsay: they count only from a proxy on the
// trusted list.
import { BlockList, isIP } from 'node:net'

export type ClientAddress = { readonly sourceIp: string; readonly secure: boolean }

type Peer = {
  readonly remoteAddress: string | undefined
  readonly encrypted: boolean
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/**
 * A reader of client addresses. `trustedProxies` are addresses or networks such as `10.0.0.0/8`.
 */
export const clientAddresses = (
  trustedProxies: readonly string[],
): ((peer: Peer) => ClientAddress) => {
  const trusted = blockList(trustedProxies)
  const isTrusted = (address: string) => {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6')
  }
  return ({ remoteAddress, encrypted, headers }) => {
    const peer = plain(remoteAddress ?? '')
    if (trustedProxies.length === 0 || !isTrusted(peer))
      return { sourceIp: peer, secure: encrypted }
    const proto = last(list(headers['x-forwarded-proto']))
    return {
      sourceIp: firstUntrusted(peer, list(headers['x-forwarded-for']), isTrusted),
      secure: proto === undefined ? encrypted : proto.toLowerCase() === 'https',
    }
  }
}

// Each proxy appends whom it heard from: read from the right, the first that is no proxy of ours is
// the client.
const firstUntrusted = (
  peer: string,
  forwarded: readonly string[],
  isTrusted: (address: string) => boolean,
): string => {
  let client = peer
  for (const entry of forwarded.toReversed()) {
    const address = plain(entry)
    if (isIP(address) === 0) return client
    client = address
    if (!isTrusted(address)) return client
  }
  return client
}

const list = (value: string | readonly string[] | undefined): string[] =>
  value === undefined
    ? []
    : String(value)
        .split(',')
        .map((item) => item.trim())

const last = (items: readonly string[]): string | undefined => items[items.length - 1]

// `::ffff:10.0.0.1` is how a dual-stack socket shows an IPv4 client; some proxies add the port.
const plain = (address: string): string => {
  if (!address.includes(':')) return address
  const [, bracketed] = /^\[(.+)\](?::\d+)?$/.exec(address) ?? []
  const bare = bracketed ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return bare.startsWith('::ffff:') && isIP(bare.slice(7)) === 4 ? bare.slice(7) : bare
}

const blockList = (networks: readonly string[]): BlockList => {
  const blocks = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    blocks.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return blocks
}
