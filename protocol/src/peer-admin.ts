import { z } from 'zod'
import { MemberStatus } from './federation.ts'
import { KeyId, SiteId, Timestamp } from './ids.ts'
import { CheckState } from './status.ts'
import { Told } from './told.ts'

const Count = z.int().min(0)
const AgeS = z.number().nullable()

/** A public key of a site; `keyId` is its RFC 7638 thumbprint, which is what people compare. */
const KeyView = z.object({ keyId: KeyId, notBefore: Timestamp, notAfter: Timestamp })

/** One member of the federation, as this node knows it and the way to it. */
export const PeerAdminView = z.object({
  siteId: SiteId,
  name: z.string(),
  organisation: z.string(),
  url: z.string(),
  contact: z.string(),
  /** What the federation document says of it, and since when. */
  status: MemberStatus,
  since: Timestamp,
  rootKeyId: KeyId,
  signKeys: z.array(KeyView),
  encryptionKeys: z.array(KeyView),
  /** As it told last. */
  software: z.object({ name: z.string(), version: z.string() }).nullable(),
  documentVersion: z.int().nullable(),
  panels: Count,
  /** The last question for its health by this process; `state` is null before one has ended. */
  look: z.object({
    state: CheckState.nullable(),
    seen: z.string(),
    told: Told.optional(),
    ageS: AgeS,
    /** How long ago it last answered this process, seconds. */
    answeredAgeS: AgeS,
    /** Its clock minus ours, seconds. */
    clockOffsetS: z.number().nullable(),
  }),
  /** Of the last answers to this process, milliseconds; null before the first. */
  latency: z
    .object({ lastMs: z.number(), p50Ms: z.number(), p95Ms: z.number(), answers: Count })
    .nullable(),
  /** When it last answered any process of this site, and when it last called; null for never. */
  lastHeardAt: Timestamp.nullable(),
  lastCalledAt: Timestamp.nullable(),
  /** The pause that is kept before the next attempt; null when it may be tried now. */
  backOff: z
    .object({
      failures: Count,
      nextAttemptAt: Timestamp,
      lastError: z.string().nullable(),
      /** What `lastError` is made of. */
      told: Told.optional(),
    })
    .nullable(),
  outbox: z.object({ messages: Count, oldestS: AgeS }),
})
export type PeerAdminView = z.infer<typeof PeerAdminView>

export const PeerAdminList = z.object({
  peers: z.array(PeerAdminView),
  /** Members whose statement or descriptor cannot be believed, and why. */
  unusable: z.array(z.object({ siteId: SiteId, detail: z.string(), told: Told.optional() })),
  /** The copy that all of it is read from; null while the site has not joined. */
  document: z
    .object({ version: z.int(), issued: Timestamp, expires: Timestamp, isOpen: z.boolean() })
    .nullable(),
  /** How the registry answered last; null for a site that stands alone. */
  registry: z
    .object({
      url: z.string(),
      isAnswering: z.boolean().nullable(),
      seen: z.string(),
      told: Told.optional(),
      ageS: AgeS,
      answeredAgeS: AgeS,
    })
    .nullable(),
})
export type PeerAdminList = z.infer<typeof PeerAdminList>

/** What one question to a peer came to. Every outcome is an answer to who asked for the test. */
export const PeerTest = z.object({
  siteId: SiteId,
  outcome: z.enum(['answered', 'refused', 'unreachable']),
  seen: z.string(),
  told: Told.optional(),
  tookMs: z.number(),
  clockOffsetS: z.number().nullable(),
  isReady: z.boolean().nullable(),
  software: z.object({ name: z.string(), version: z.string() }).nullable(),
  at: Timestamp,
})
export type PeerTest = z.infer<typeof PeerTest>
