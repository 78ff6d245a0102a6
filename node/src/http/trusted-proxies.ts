import { BlockList, isIP, isIPv6 } from 'node:net'
import { z } from 'zod'

/** Addresses and CIDR networks, parted by commas. */
export const AddressList = z
  .string()
  .refine(
    (text) => addressesIn(text).every(isNetwork),
    'has to be addresses or networks such as 10.0.0.0/8',
  )

export function addressesIn(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '')
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const bits = isIPv6(address) ? 128 : 32
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
  return isIP(address) !== 0 && isPrefix && more.length === 0
}

/** Tells whether an address is of one of the networks; one IPv4 address written as IPv6 counts as itself. */
export function createProxyList(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = familyOf(address)
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
