import { BlockList, isIP } from 'node:net'
import { fault } from '@crosspanel/protocol/faults'
import { DomainError, type ProblemDetail } from '@crosspanel/protocol/problem'

export interface WebhookPolicy {
  readonly isHttpAllowed: boolean
  readonly ports: readonly number[]
  /** Networks that may be called although they are not public. */
  readonly allowedCidrs: readonly string[]
}

/** IPv4 that no public server has (IANA's special-purpose registry). */
const REFUSED_V4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
/** Public IPv6 is 2000::/3, without what carries other addresses in it or is for documents. */
const PUBLIC_V6 = '2000::/3'
const REFUSED_V6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20'
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Whether the node may call an address, as it came from the name service or stands in the URL. */
export function createAddressCheck(allowedCidrs: readonly string[]) {
  const allowed = blockListOf(allowedCidrs)
  const refused = blockListOf([...REFUSED_V4.split(' '), ...REFUSED_V6.split(' ')])
  const publicV6 = blockListOf([PUBLIC_V6])
  return (address: string): boolean => {
    const plain = MAPPED.exec(address)?.[1]
    if (plain !== undefined) return allowed.check(plain, 'ipv4')
    const version = isIP(address)
    if (version === 0) return false
    const family = version === 4 ? 'ipv4' : 'ipv6'
    if (allowed.check(address, family)) return true
    if (refused.check(address, family)) return false
    return version === 4 || publicV6.check(address, 'ipv6')
  }
}

function blockListOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', prefix = ''] = cidr.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** Refuses an address that the node would never call, with plain words; its name is looked up at each call. */
export function checkWebhookUrl(text: string, policy: WebhookPolicy): string {
  const refuse = (wrong: ProblemDetail): never => {
    throw new DomainError('webhook-url-refused', wrong.detail, { errors: [wrong] })
  }
  if (!URL.canParse(text)) return refuse(fault('url-unreadable', '#/url'))
  const url = new URL(text)
  const schemes = policy.isHttpAllowed ? ['https:', 'http:'] : ['https:']
  if (!schemes.includes(url.protocol)) {
    return refuse(fault('url-scheme', '#/url', { scheme: url.protocol }))
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(fault('url-password', '#/url'))
  }
  const port = portOf(url)
  if (!policy.ports.includes(port)) {
    return refuse(
      fault('url-port', '#/url', { port: String(port), ports: policy.ports.join(', ') }),
    )
  }
  const host = hostOf(url)
  if (isIP(host) !== 0 && !createAddressCheck(policy.allowedCidrs)(host)) {
    return refuse(fault('url-private', '#/url'))
  }
  return url.href
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
