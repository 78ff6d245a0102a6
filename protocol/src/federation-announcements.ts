import { z } from 'zod'
import { Announcement } from './announcement.ts'
import { FederationDocument } from './federation.ts'
import { Timestamp } from './ids.ts'

/** Announcements of a federation that are in force or to come; one more is refused. */
export const ANNOUNCEMENTS_OPEN_MAX = 100

/**
 * What the federation's admins say to everybody at every site (`typ` crosspanel-ann+jws, signed by the
 * federation's root keys, so that no cache or proxy can put words into their mouths). It holds those
 * in force and those to come. `version` never goes down.
 */
export const FederationAnnouncements = z.object({
  federationId: FederationDocument.shape.federationId,
  version: z.int().min(1),
  issued: Timestamp,
  announcements: z.array(Announcement).max(ANNOUNCEMENTS_OPEN_MAX),
})
export type FederationAnnouncements = z.infer<typeof FederationAnnouncements>
