import { isIP } from 'node:net'

/** From where and with what somebody asks to be let in. */
export interface Origin {
  /** As `clientAddress` tells it. */
  readonly address: string
  readonly userAgent?: string | undefined
  /** The secret that a device was given at an earlier login. */
  readonly deviceToken?: string | undefined
}

/** The network of an address, coarse enough not to point at one machine: a /24 of IPv4, a /48 of IPv6. */
export function coarseNetwork(address: string): string | null {
  const bare = address.replace(/^::ffff:/i, '').replace(/\/\d+$/, '')
  if (isIP(bare) === 4) return `${bare.split('.').slice(0, 3).join('.')}.0/24`
  if (isIP(bare) !== 6) return null
  const groups = (bare.split('::')[0] ?? '').split(':')
  const network = [...groups, '0', '0', '0'].slice(0, 3).map((group) => group || '0')
  return `${network.join(':')}::/48`
}

/** The order matters: Edge and Opera say that they are Chrome, and Chrome that it is Safari. */
const BROWSERS = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrom(e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const

/** `Firefox, Linux`: enough to know one's own sessions apart, too little to follow a person by. */
export function clientFamily(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    (families) => families.find(([pattern]) => pattern.test(userAgent))?.[1],
  )
  if (browser === undefined) return null
  return system === undefined ? browser : `${browser}, ${system}`
}
