import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { Timestamp } from './ids.ts'

/** How much a message of the administrators matters; the word decides its colour and its place. */
export const ANNOUNCEMENT_SEVERITIES = ['info', 'warning', 'critical'] as const
export const AnnouncementSeverity = z.enum(ANNOUNCEMENT_SEVERITIES)
export type AnnouncementSeverity = z.infer<typeof AnnouncementSeverity>

export const ANNOUNCEMENT_MAX_LENGTH = 1000

/** Plain text: lines may break, other control characters are refused. */
const Words = z
  .string()
  .trim()
  .min(1)
  .max(ANNOUNCEMENT_MAX_LENGTH)
  .regex(/^(\P{Cc}|\n)*$/u, FAULTS['plain-text'].detail)

/** Whose administrators speak: the site's own, or those of its federation. */
export const ANNOUNCEMENT_ISSUERS = ['site', 'federation'] as const

/** A message by administrators to everybody who has an account: at their site, or at every site of their federation. */
export const Announcement = z.object({
  id: z.uuid(),
  issuer: z.enum(ANNOUNCEMENT_ISSUERS),
  severity: AnnouncementSeverity,
  text: z.string(),
  from: Timestamp,
  /** `null`: until it is ended. */
  until: Timestamp.nullable(),
  /** When an administrator ended it; nobody is shown it any more. */
  endedAt: Timestamp.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type Announcement = z.infer<typeof Announcement>

/** The one that begins last comes first. */
export const AnnouncementList = z.object({ announcements: z.array(Announcement) })
export type AnnouncementList = z.infer<typeof AnnouncementList>

export const CreateAnnouncement = z.object({
  severity: AnnouncementSeverity.default('info'),
  text: Words,
  /** At once when it is left out. */
  from: Timestamp.optional(),
  until: Timestamp.nullable().default(null),
})
export type CreateAnnouncement = z.infer<typeof CreateAnnouncement>

export const ChangeAnnouncement = z
  .object({
    severity: AnnouncementSeverity,
    text: Words,
    from: Timestamp,
    until: Timestamp.nullable(),
  })
  .partial()
export type ChangeAnnouncement = z.infer<typeof ChangeAnnouncement>
