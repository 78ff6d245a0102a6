import type { ByteRange } from '@crosspanel/protocol/crypt4gh/range'

export interface Download {
  readonly name: string
  /** Bytes and SHA-256 (hexadecimal) of the whole file. */
  readonly size: number
  readonly sha256: string
  /** Undefined for the whole file. */
  readonly range: ByteRange | undefined
}

/** A strong validator: the digest of the content. */
export function etagOf(sha256: string): string {
  return `"${sha256}"`
}

/** RFC 9110 (ranges, validators), RFC 6266 (name) and RFC 9530 (digest). Genotypes are kept in no cache. */
export function downloadHeaders({ name, size, sha256, range }: Download): Record<string, string> {
  const length = range === undefined ? size : range.end - range.start
  return {
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': dispositionOf(name),
    'content-length': String(length),
    'content-type': 'application/octet-stream',
    etag: etagOf(sha256),
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'x-content-type-options': 'nosniff',
    ...(range && { 'content-range': `bytes ${range.start}-${range.end - 1}/${size}` }),
  }
}

/** The name twice, as RFC 6266 appendix D advises: in ASCII for old clients, and as it is in RFC 8187's coding. */
function dispositionOf(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_')
  const coded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${coded}`
}
