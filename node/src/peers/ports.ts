import type {
  FederationMember,
  NodeStatement,
  SiteDescriptor,
} from '@crosspanel/protocol/federation'
import type { PanelId, SiteId } from '@crosspanel/protocol/ids'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import type { MessageBody, MessageType, PeerHealth } from '@crosspanel/protocol/message'
import type { Problem } from '@crosspanel/protocol/problem'
import type { Contact } from '@crosspanel/protocol/states'
import type { Told } from '@crosspanel/protocol/told'
import type { CryptoKey } from 'jose'
import type { Tx } from '../db.ts'

/** What a peer call can come to. A caller switches on all three: lost contact is never a failure. */
export type PeerReply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'unreachable'; readonly detail: string; readonly told?: Told | undefined }

export interface OutgoingMessage<T extends MessageType> {
  readonly to: SiteId
  readonly type: T
  readonly job: string
  readonly epoch: number
  readonly body: MessageBody<T>
  readonly replyTo?: string
}

export interface IncomingMessage<T extends MessageType> {
  readonly mid: string
  readonly from: SiteId
  readonly job: string
  readonly epoch: number
  readonly issued: string
  readonly body: MessageBody<T>
}

export interface Outbox {
  /**
   * Signs the message and stores it in the caller's transaction; once that is committed it is
   * delivered at least once, in order for each peer. Returns its message id.
   */
  send<T extends MessageType>(tx: Tx, message: OutgoingMessage<T>): Promise<string>
  /** Sends a message now, without storing it. Whether it arrived does not matter to the caller. */
  hint<T extends MessageType>(message: OutgoingMessage<T>): Promise<void>
}

/**
 * Effects of one message, in the transaction that stores its inbox row, so each message has its effect once.
 * A `DomainError` refuses the message (its code goes back to the sender and it is not sent again).
 */
export type MessageHandler<T extends MessageType> = (
  tx: Tx,
  message: IncomingMessage<T>,
) => Promise<void>

export type MessageHandlers = { readonly [T in MessageType]: MessageHandler<T> }

/** The host's and the home's side of bulk data. */
export interface Transfers {
  /** Registers a file that a peer will send; the bytes go to `path`. Returns the upload id. */
  expectUpload(
    tx: Tx,
    upload: { from: SiteId; runId: string; file: TransferFile; path: string },
  ): Promise<string>
  /** Registers a file that a peer may fetch. Returns the blob id. */
  offerBlob(
    tx: Tx,
    blob: { to: SiteId; runId: string; file: TransferFile; path: string },
  ): Promise<string>
  /** Forgets the transfers of a run; chunks that are still under way are refused. */
  close(tx: Tx, runId: string): Promise<void>
  /**
   * Sends the file at `path` chunk by chunk from where the peer's offset stands. Resolves when the
   * peer has acknowledged and verified all of it.
   */
  push(
    to: SiteId,
    uploadId: string,
    file: TransferFile,
    path: string,
    signal: AbortSignal,
  ): Promise<PeerReply<void>>
  /**
   * Fetches a blob into `path`, resuming at the verified chunks that are there already; each chunk is
   * checked against its digest before it counts, and the whole against the file's. A chunk that
   * does not match is asked for again; one that never matches is a `refused` with `checksum-mismatch`.
   */
  fetch(
    from: SiteId,
    blobId: string,
    file: TransferFile,
    path: string,
    signal: AbortSignal,
  ): Promise<PeerReply<void>>
}

export interface KnownSite {
  readonly member: FederationMember
  readonly statement: NodeStatement
  readonly descriptor: SiteDescriptor | undefined
}

export interface SiteHealth {
  readonly siteId: SiteId
  readonly name: string
  readonly contact: Contact | 'unknown'
  /** When the peer last answered, by our clock. */
  readonly heardAt: Date | null
  readonly responseMs: number | null
  readonly health: PeerHealth | null
  /** When it told that, by our clock. */
  readonly toldAt: Date | null
}

/** The federation as this site knows it now, from its cache: answers with the registry down. */
export interface Federation {
  findSite(siteId: SiteId): KnownSite | undefined
  /** Members in every status, this site among them. */
  listSites(): readonly KnownSite[]
  /** `isOpen`: the document is there and has not expired, so new jobs may start. */
  document(): { version: number; issued: Date; expires: Date; isOpen: boolean } | undefined
  /** Current X25519 encryption key of a site, raw, with its thumbprint. */
  encryptionKeyOf(siteId: SiteId): { key: Uint8Array; kid: string } | undefined
  listHealth(): Promise<readonly SiteHealth[]>
  /** Bytes of the sketch of a panel that the site says it publishes; nobody has compared them with its digest. */
  fetchSketch(from: SiteId, panelId: PanelId): Promise<PeerReply<Uint8Array>>
  /** Own panels changed: sign a new descriptor and publish it as soon as the registry answers. */
  republish(): void
}

/** This site's own keys, read once at start. */
export interface SiteKeys {
  readonly siteId: SiteId
  readonly signKid: string
  readonly signKey: CryptoKey
  readonly encryptionKid: string
  /** Raw X25519 key pair, 32 bytes each. */
  readonly encryption: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }
  /** Key for pseudonyms of researchers; never leaves the site. */
  readonly pseudonymKey: Uint8Array
}
