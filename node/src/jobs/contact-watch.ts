import {
  CONTACT_LATE_AFTER_S,
  CONTACT_LOST_AFTER_S,
  type Contact,
} from '@crosspanel/protocol/states'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { publish } from '../notifications/publish.ts'
import { jobs } from './schema.ts'
import { AT_WORK } from './views.ts'

export interface ContactWatchDeps {
  readonly db: Db
  readonly now: () => Date
}

const BATCH = 500

/**
 * Shows pages once that a job's host has not been heard of for a while, and that it is heard of again
 * where the message that it was heard by has shown nothing.
 */
export function createContactWatch({ db, now }: ContactWatchDeps) {
  return async function tellContacts(): Promise<void> {
    const before = (seconds: number) =>
      sql`${jobs.heardAt} <= ${new Date(now().getTime() - seconds * 1000).toISOString()}::timestamptz`
    const contact = sql<Exclude<Contact, 'ok'> | null>`case
      when ${before(CONTACT_LOST_AFTER_S)} then 'lost'
      when ${before(CONTACT_LATE_AFTER_S)} then 'late' end`
    await db.transaction(async (tx) => {
      const due = await tx
        .select({ id: jobs.id, accountId: jobs.accountId, contact })
        .from(jobs)
        .where(
          and(
            isNull(jobs.endedAt),
            inArray(jobs.state, [...AT_WORK]),
            sql`${jobs.contactTold} is distinct from ${contact}`,
          ),
        )
        .orderBy(jobs.id)
        .limit(BATCH)
        .for('update', { skipLocked: true })
      for (const job of due) {
        await tx.update(jobs).set({ contactTold: job.contact }).where(eq(jobs.id, job.id))
        await publish(tx, {
          topic: `account:${job.accountId}`,
          type: 'job',
          subject: job.id,
          data: { contact: job.contact ?? 'ok' },
        })
      }
    })
  }
}
