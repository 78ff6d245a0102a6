import { type SightKey, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'

type Seen = SightKey & `delivery.${string}`

/**
 * By code of ours, of nodemailer, of undici, of the system or of TLS; with the first digit of the
 * mail server's reply where that makes a difference (RFC 5321 section 4.2.1).
 */
const SEEN: Readonly<Record<string, Seen>> = {
  'address-not-public': 'delivery.not-public',
  'process-lost': 'delivery.process-lost',
  timeout: 'delivery.late',
  ETIMEDOUT: 'delivery.late',
  UND_ERR_CONNECT_TIMEOUT: 'delivery.late',
  ENOTFOUND: 'delivery.no-name',
  EDNS: 'delivery.no-name',
  EAI_AGAIN: 'delivery.no-name-server',
  ECONNREFUSED: 'delivery.nobody-listens',
  ECONNRESET: 'delivery.cut',
  EPIPE: 'delivery.cut',
  ECONNECTION: 'delivery.cut',
  UND_ERR_SOCKET: 'delivery.cut',
  EHOSTUNREACH: 'delivery.no-way',
  ENETUNREACH: 'delivery.no-way',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'delivery.not-verified',
  SELF_SIGNED_CERT_IN_CHAIN: 'delivery.not-verified',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'delivery.not-verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'delivery.not-verified',
  CERT_HAS_EXPIRED: 'delivery.certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'delivery.certificate-of-another',
  ESOCKET: 'delivery.not-connected',
  'connection-failed': 'delivery.not-connected',
  ETLS: 'delivery.no-tls',
  EAUTH: 'delivery.login-refused',
  'EAUTH 4': 'delivery.not-now',
  EPROTOCOL: 'delivery.not-let-in',
  'EPROTOCOL 4': 'delivery.not-now',
  EENVELOPE: 'delivery.address-refused',
  'EENVELOPE 4': 'delivery.address-put-off',
  EMESSAGE: 'delivery.mail-refused',
  'EMESSAGE 4': 'delivery.mail-put-off',
  // The server is closing, whatever it was told.
  '421': 'delivery.not-now',
}

export interface FaultWords {
  readonly seen?: string
  readonly told?: Told
}

/** What kept a mail or a call from being taken, in words where its code has any. */
export function wordsOfFault(fault: string | null): FaultWords {
  const [code = '', detail = ''] = fault?.split(' ') ?? []
  const known = [detail, `${code} ${detail.charAt(0)}`, code].find((one) =>
    Object.hasOwn(SEEN, one),
  )
  const key = known === undefined ? undefined : SEEN[known]
  if (key === undefined) return {}
  const [seen, told] = sight(key)
  return { seen, told }
}
