import { z } from 'zod'
import { Role } from './account.ts'
import { Announcement } from './announcement.ts'
import { Timestamp } from './ids.ts'
import { JobView } from './job.ts'

/** What a live event can be about. Clients leave out what they do not know. */
export const LIVE_PATCH_TYPES = [
  'job',
  'run',
  'panel',
  'panel-task',
  'peer',
  'file',
  'alert',
  'notification',
  'announcement',
  'queue',
  'site',
] as const
export type LivePatchType = (typeof LIVE_PATCH_TYPES)[number]

/** Topics that a client may ask for; `account` is its own. */
export const LIVE_TOPICS = ['account', 'everyone', 'site-admins'] as const
export const LiveTopic = z.enum(LIVE_TOPICS)
export type LiveTopic = z.infer<typeof LiveTopic>

/** The first event of a stream that goes on from nothing: what a page needs to start. */
export const LiveSnapshot = z.object({
  at: Timestamp,
  /** Events were missed that can no longer be told: what the client has besides this is to be read again. */
  reset: z.boolean(),
  account: z.object({ id: z.string(), role: Role }),
  topics: z.array(z.string()),
  /** Unread notifications. */
  unread: z.int().min(0),
  /** The account's jobs that have not ended, the latest first. */
  jobs: z.array(JobView),
  /** Announcements that are in force. */
  announcements: z.array(Announcement),
})
export type LiveSnapshot = z.infer<typeof LiveSnapshot>

/** Fields of one thing that have changed, as they are now: to be laid over what the client has of it. */
export const LivePatch = z.object({
  type: z.string(),
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type LivePatch = z.infer<typeof LivePatch>
