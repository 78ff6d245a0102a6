import { z } from 'zod'
import { AlertView } from './alert.ts'
import { Announcement } from './announcement.ts'
import { SiteId, Timestamp } from './ids.ts'
import { Contact } from './states.ts'
import { Told } from './told.ts'

/** `degraded` is worth knowing and stops nothing. */
export const CHECK_STATES = ['ok', 'degraded', 'failed'] as const
export const CheckState = z.enum(CHECK_STATES)
export type CheckState = z.infer<typeof CheckState>

export const HealthCheck = z.object({
  name: z.string(),
  state: CheckState,
  /** What was seen, in words. */
  seen: z.string(),
  told: Told.optional(),
})
export type HealthCheck = z.infer<typeof HealthCheck>

export const HealthReport = z.object({ isReady: z.boolean(), checks: z.array(HealthCheck) })
export type HealthReport = z.infer<typeof HealthReport>

/** What a site tells anybody of itself. */
export const SiteStatus = z.object({
  siteId: SiteId,
  siteName: z.string(),
  software: z.object({ name: z.string(), version: z.string() }),
  time: Timestamp,
  isReady: z.boolean(),
  /** Why it is not ready, or what is degraded. */
  reasons: z.array(HealthCheck),
  /** `null` until the site has joined a federation. */
  federation: z
    .object({
      version: z.int(),
      issued: Timestamp,
      expires: Timestamp,
      /** `false` when the document has expired, so that no new job may start. */
      isOpen: z.boolean(),
    })
    .nullable(),
  peers: z.array(
    z.object({
      siteId: SiteId,
      name: z.string(),
      contact: z.enum([...Contact.options, 'unknown']),
      heardAt: Timestamp.nullable(),
      responseMs: z.number().nullable(),
    }),
  ),
  /** Reference panels: held here, and held by sites that answer now; `null` while they cannot be counted. */
  panels: z.object({ served: z.int(), reachable: z.int() }).nullable(),
  /** Of the federation, in force now; left out while they cannot be read. */
  announcements: z.array(Announcement).optional(),
})
export type SiteStatus = z.infer<typeof SiteStatus>

/** One part of a node as it was seen last. */
export const PartHealth = z.object({
  name: z.string(),
  state: CheckState,
  /** What was seen, in words; `null` for who may not know. */
  seen: z.string().nullable(),
  told: Told.optional(),
  /** How long the answer took; `null` when none came. */
  responseMs: z.number().nullable(),
  /** How long ago it was looked at, seconds. */
  ageS: z.number(),
})
export type PartHealth = z.infer<typeof PartHealth>

export const NodeHealth = z.object({
  siteId: SiteId,
  time: Timestamp,
  /** The worst of its parts. */
  state: CheckState,
  isReady: z.boolean(),
  parts: z.array(PartHealth),
})
export type NodeHealth = z.infer<typeof NodeHealth>

/** One peer as this process saw it last. */
export const PeerHealthView = z.object({
  siteId: SiteId,
  name: z.string(),
  /** `null` before the first question was answered or given up. */
  state: CheckState.nullable(),
  seen: z.string().nullable(),
  told: Told.optional(),
  responseMs: z.number().nullable(),
  /** How long ago the peer was last asked, seconds. */
  ageS: z.number().nullable(),
  /** How long ago it last answered, seconds. */
  heardAgeS: z.number().nullable(),
  /** Its clock minus ours, seconds; `null` for who may not know. */
  clockOffsetS: z.number().nullable(),
})
export type PeerHealthView = z.infer<typeof PeerHealthView>

export const OverallHealth = NodeHealth.extend({
  peers: z.array(PeerHealthView),
  /** Active alerts; `null` for who is not an administrator. */
  alerts: z.array(AlertView).nullable(),
})
export type OverallHealth = z.infer<typeof OverallHealth>

const HealthChange = z.object({
  /** `part:<name>` or `peer:<site id>`. */
  subject: z.string(),
  at: Timestamp,
  from: CheckState.nullable(),
  to: CheckState,
  seen: z.string(),
  told: Told.optional(),
})

const HealthSample = z.object({
  subject: z.string(),
  from: Timestamp,
  /** Length of the sample, seconds. */
  lengthS: z.int(),
  looks: z.int(),
  degraded: z.int(),
  failed: z.int(),
  meanMs: z.number().nullable(),
  maxMs: z.number().nullable(),
})

export const HealthHistory = z.object({
  days: z.int(),
  /** Newest first. */
  changes: z.array(HealthChange),
  /** Where the next page of changes begins. */
  next: z.string().nullable(),
  /** Oldest first, of one subject; empty when none was asked for. */
  samples: z.array(HealthSample),
})
export type HealthHistory = z.infer<typeof HealthHistory>

/** What the machine and the process have left; `null` where it cannot be told now. */
export const SystemMetrics = z.object({
  time: Timestamp,
  uptimeS: z.number(),
  cpu: z.object({ cores: z.int(), load1: z.number(), processShare: z.number() }),
  memory: z.object({
    totalBytes: z.number(),
    freeBytes: z.number(),
    residentBytes: z.number(),
    heapUsedBytes: z.number(),
  }),
  eventLoop: z.object({ meanMs: z.number(), p99Ms: z.number(), maxMs: z.number() }),
  volumes: z.array(
    z.object({
      name: z.string(),
      freeBytes: z.number(),
      sizeBytes: z.number(),
      /** Seconds until it is full at the pace of the last hour; `null` when it is not filling. */
      fullInS: z.number().nullable(),
    }),
  ),
  database: z
    .object({
      sizeBytes: z.number(),
      poolMax: z.int(),
      connections: z.record(z.string(), z.int()),
      responseMs: z.number().nullable(),
    })
    .nullable(),
  queues: z
    .array(z.object({ queue: z.string(), depth: z.int(), oldestS: z.number().nullable() }))
    .nullable(),
  outbox: z.array(z.object({ peer: SiteId, messages: z.int(), oldestS: z.number() })).nullable(),
})
export type SystemMetrics = z.infer<typeof SystemMetrics>
