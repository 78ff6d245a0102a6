import { z } from 'zod'
import { SiteId, Timestamp } from './ids.ts'
import { Contact } from './states.ts'

/** `degraded` is worth knowing and stops nothing. */
export const CHECK_STATES = ['ok', 'degraded', 'failed'] as const
export const CheckState = z.enum(CHECK_STATES)
export type CheckState = z.infer<typeof CheckState>

export const HealthCheck = z.object({
  name: z.string(),
  state: CheckState,
  /** What was seen, in words. */
  seen: z.string(),
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
  /** Why it is not ready, or what is degraded, in words. */
  reasons: z.array(z.string()),
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
  /** Reference panels: held here, and held by sites that answer now. */
  panels: z.object({ served: z.int(), reachable: z.int() }),
})
export type SiteStatus = z.infer<typeof SiteStatus>
