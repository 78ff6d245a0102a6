import { z } from 'zod'

/** The version of the federation protocol that this code speaks, and the oldest that it understands. */
export const PROTOCOL_VERSION = 1
export const OLDEST_PROTOCOL_VERSION = 1

/** Compared whole, never by prefix: `site:ulm` is not `site:neu-ulm` (T14). */
export const SiteId = z
  .string()
  .regex(/^site:[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'looks like site:cape-town')
  .max(68)
export type SiteId = z.infer<typeof SiteId>

/** `site:<slug>/<panel>`: the part before the slash is the host site. */
export const PanelId = z
  .string()
  .regex(
    /^site:[a-z][a-z0-9]*(-[a-z0-9]+)*\/[a-z0-9][a-z0-9.-]*$/,
    'looks like site:cape-town/h3africa-v6',
  )
  .max(140)
export type PanelId = z.infer<typeof PanelId>

export function hostSiteOf(panelId: PanelId): SiteId {
  return panelId.slice(0, panelId.indexOf('/'))
}

/** What a panel is called at its site: `h3africa-v6` of `site:cape-town/h3africa-v6`. */
export function panelNameOf(panelId: PanelId): string {
  return panelId.slice(panelId.indexOf('/') + 1)
}

export const GenomeBuild = z.enum(['GRCh37', 'GRCh38'])
export type GenomeBuild = z.infer<typeof GenomeBuild>

/** Lower-case hexadecimal SHA-256. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is a SHA-256 in lower-case hexadecimal')
export type Sha256 = z.infer<typeof Sha256>

/** RFC 7638 thumbprint: SHA-256, base64url, 43 characters. */
export const KeyId = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is an RFC 7638 thumbprint')
export type KeyId = z.infer<typeof KeyId>

/** A raw X25519 public key, base64url without padding, as in a JWK's `x`. */
export const X25519PublicKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'is an X25519 public key in base64url')
export type X25519PublicKey = z.infer<typeof X25519PublicKey>

export const Timestamp = z.iso.datetime()
