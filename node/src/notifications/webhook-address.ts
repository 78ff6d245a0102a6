import { BlockList, isIP } from 'node:net'
import { DomainError } from '@crosspanel/protocol/problem'

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
  const refuse = (detail: string, fix: string): never => {
    throw new DomainError('webhook-url-refused', detail, {
      errors: [{ pointer: '#/url', detail, fix }],
    })
  }
  if (!URL.canParse(text)) return refuse('This is not a URL.', 'Write https://host/path.')
  const url = new URL(text)
  const schemes = policy.isHttpAllowed ? ['https:', 'http:'] : ['https:']
  if (!schemes.includes(url.protocol)) {
    return refuse(`The URL begins with ${url.protocol}`, 'Use an address with https://.')
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'The URL holds a user name or a password.',
      'Leave it out: what is sent is signed, so the receiver can tell who it is from.',
    )
  }
  const port = portOf(url)
  if (!policy.ports.includes(port)) {
    return refuse(
      `Port ${port} is not called from here.`,
      `Use one of the ports ${policy.ports.join(', ')}.`,
    )
  }
  const host = hostOf(url)
  if (isIP(host) !== 0 && !createAddressCheck(policy.allowedCidrs)(host)) {
    return refuse(
      'The address is not a public one.',
      'Use a public address, or ask the administrator to allow the network.',
    )
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
