import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { accounts } from './schema.ts'

/** Somebody who can be told of something. */
export interface Recipient {
  readonly id: string
  readonly email: string
  readonly name: string
}

/** Those who can be told: accounts that are not disabled. Groups are read page by page, in the order of ids. */
export function createRecipients(db: Db) {
  const columns = { id: accounts.id, email: accounts.email, name: accounts.name }
  return {
    findRecipients(ids: readonly string[]): Promise<Recipient[]> {
      return db
        .select(columns)
        .from(accounts)
        .where(and(inArray(accounts.id, [...ids]), isNull(accounts.disabledAt)))
    },

    /** Without those who have not set their account up yet. */
    listRecipients(
      group: 'site-admins' | 'everyone',
      after: string | undefined,
      limit: number,
    ): Promise<Recipient[]> {
      return db
        .select(columns)
        .from(accounts)
        .where(
          and(
            isNull(accounts.disabledAt),
            isNotNull(accounts.passwordHash),
            group === 'site-admins' ? eq(accounts.role, 'site-admin') : undefined,
            after === undefined ? undefined : gt(accounts.id, after),
          ),
        )
        .orderBy(asc(accounts.id))
        .limit(limit)
    },
  }
}
