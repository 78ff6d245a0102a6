const NO_ANSWER = 'there was no answer in time; a firewall or a VPN may stand in the way'
const NOT_VERIFIED =
  "its certificate cannot be verified; if it is your institution's own, let NODE_EXTRA_CA_CERTS name the authority's file"

/** Why a file or a server cannot be had, and what to look at, by the code of the system or of TLS. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a directory',
  ENOTFOUND: 'nobody knows that name; look for a slip in the address',
  EAI_AGAIN: 'the name server does not answer; look at the network of this machine',
  ECONNREFUSED: 'nothing listens there; look at the port, and whether the server runs',
  ECONNRESET: 'the connection was cut; try again',
  EHOSTUNREACH: 'no way leads there; look at the network of this machine',
  ENETUNREACH: 'no way leads there; look at the network of this machine',
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  TimeoutError: NO_ANSWER,
  DEPTH_ZERO_SELF_SIGNED_CERT: NOT_VERIFIED,
  SELF_SIGNED_CERT_IN_CHAIN: NOT_VERIFIED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOT_VERIFIED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOT_VERIFIED,
  CERT_HAS_EXPIRED: 'its certificate has expired; tell its administrator',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name; look at the address',
}

/** The reason behind an error, as people read it; a code that has no words here is shown as it is. */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const words = REASONS[code]
  if (words !== undefined) return words
  const within = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause
  return reasonOf(within) ?? (code === error.name ? undefined : code)
}
