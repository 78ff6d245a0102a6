import type { SessionKind } from '@crosspanel/protocol/account'
import { BROWSER_IDLE_MS } from '@crosspanel/protocol/session-cookie'
import { and, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Db } from '../db.ts'
import type { Admin, LoggedInAdmin } from './admin.ts'
import { admins, loginAttempts, sessions, setUpLinks } from './schema.ts'

export type AdminStore = ReturnType<typeof createAdminStore>

export interface NewSession {
  readonly tokenSha256: string
  readonly kind: SessionKind
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
}

/** How attempts under one key are slowed: free ones first, then a pause that doubles up to a longest one. */
export interface AttemptLimit {
  readonly key: string
  readonly freeAttempts: number
  readonly longestPauseS: number
}

const FORGET_ATTEMPTS_AFTER_S = 3600
/** That a session is used is written down once in this time, not at each request. */
const TOUCH_EVERY_MS = 60_000

export function createAdminStore(db: Db) {
  return {
    async listEmails(): Promise<Admin[]> {
      return db.select({ id: admins.id, email: admins.email }).from(admins)
    },

    async findByEmail(
      email: string,
    ): Promise<(Admin & { passwordHash: string | null }) | undefined> {
      const [row] = await db
        .select({ id: admins.id, email: admins.email, passwordHash: admins.passwordHash })
        .from(admins)
        .where(eq(admins.email, email))
      return row
    },

    /** The admin of a session that has not ended. `isUse`: the session is used by this. */
    async findBySession(
      tokenSha256: string,
      now: Date,
      isUse: boolean,
    ): Promise<LoggedInAdmin | undefined> {
      const idleSince = new Date(now.getTime() - BROWSER_IDLE_MS)
      const [row] = await db
        .select({
          id: admins.id,
          email: admins.email,
          sessionSha256: sessions.tokenSha256,
          sessionExpiresAt: sessions.expiresAt,
          lastUsedAt: sessions.lastUsedAt,
        })
        .from(sessions)
        .innerJoin(admins, eq(admins.id, sessions.adminId))
        .where(
          and(
            eq(sessions.tokenSha256, tokenSha256),
            gt(sessions.expiresAt, now),
            or(eq(sessions.kind, 'command-line'), gt(sessions.lastUsedAt, idleSince)),
          ),
        )
      if (row === undefined) return undefined
      const { lastUsedAt, ...admin } = row
      if (isUse && now.getTime() - lastUsedAt.getTime() >= TOUCH_EVERY_MS) {
        const own = eq(sessions.tokenSha256, tokenSha256)
        await db.update(sessions).set({ lastUsedAt: now }).where(own)
      }
      return admin
    },

    endSession({ id, sessionSha256 }: LoggedInAdmin, at: Date): Promise<void> {
      return db.transaction(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.tokenSha256, sessionSha256))
        const object = `admin:${id}` as const
        await recordAudit(tx, { at, actor: object, action: 'admin.logged-out', object })
      })
    },

    /** Adds an admin, unless there is one with this address, and a link to choose a password. Earlier links stop working. */
    createSetUpLink(link: {
      readonly newAdminId: string
      readonly email: string
      readonly tokenSha256: string
      readonly createdAt: Date
      readonly expiresAt: Date
    }): Promise<Admin> {
      return db.transaction(async (tx) => {
        const { newAdminId, email, createdAt: at, ...rest } = link
        const [admin] = await tx
          .insert(admins)
          .values({ id: newAdminId, email, createdAt: at })
          .onConflictDoUpdate({ target: admins.email, set: { email } })
          .returning({ id: admins.id, email: admins.email })
        if (admin === undefined) throw new Error('the upsert returns a row')
        await tx
          .update(setUpLinks)
          .set({ expiresAt: at })
          .where(and(eq(setUpLinks.adminId, admin.id), gt(setUpLinks.expiresAt, at)))
        await tx.insert(setUpLinks).values({ ...rest, adminId: admin.id, createdAt: at })
        await recordAudit(tx, {
          at,
          actor: 'registry',
          action: 'admin.invited',
          object: `admin:${admin.id}`,
        })
        return admin
      })
    },

    async findSetUpLink(tokenSha256: string, now: Date): Promise<Admin | undefined> {
      const [row] = await db
        .select({ id: admins.id, email: admins.email })
        .from(setUpLinks)
        .innerJoin(admins, eq(admins.id, setUpLinks.adminId))
        .where(
          and(
            eq(setUpLinks.tokenSha256, tokenSha256),
            isNull(setUpLinks.usedAt),
            gt(setUpLinks.expiresAt, now),
          ),
        )
      return row
    },

    /** Uses a link up, sets the password, ends earlier sessions and begins one. False when another was faster. */
    setUp(linkSha256: string, passwordHash: string, session: NewSession): Promise<boolean> {
      return db.transaction(async (tx) => {
        const at = session.createdAt
        const [link] = await tx
          .update(setUpLinks)
          .set({ usedAt: at })
          .where(
            and(
              eq(setUpLinks.tokenSha256, linkSha256),
              isNull(setUpLinks.usedAt),
              gt(setUpLinks.expiresAt, at),
            ),
          )
          .returning({ adminId: setUpLinks.adminId })
        if (link === undefined) return false
        const { adminId } = link
        await tx.update(admins).set({ passwordHash }).where(eq(admins.id, adminId))
        await tx.delete(sessions).where(eq(sessions.adminId, adminId))
        await tx.insert(sessions).values({ ...session, adminId })
        const object = `admin:${adminId}` as const
        await recordAudit(tx, { at, actor: object, action: 'admin.set-up', object })
        return true
      })
    },

    /** Begins a session and forgets the failed attempts before it, and everybody's of long ago. */
    logIn(adminId: string, session: NewSession, attemptKeys: string[]): Promise<void> {
      return db.transaction(async (tx) => {
        const at = session.createdAt
        await tx.delete(sessions).where(lt(sessions.expiresAt, at))
        await tx.insert(sessions).values({ ...session, adminId })
        const longAgo = new Date(at.getTime() - FORGET_ATTEMPTS_AFTER_S * 1000)
        await tx
          .delete(loginAttempts)
          .where(or(inArray(loginAttempts.key, attemptKeys), lt(loginAttempts.lastAt, longAgo)))
        const object = `admin:${adminId}` as const
        await recordAudit(tx, { at, actor: object, action: 'admin.logged-in', object })
      })
    },

    /**
     * Counts an attempt before it is judged, so that many at once cannot all be the first.
     * Answers the seconds to wait when the key is being slowed, and then counts nothing.
     */
    async countAttempt(limit: AttemptLimit, at: Date): Promise<number> {
      const now = sql`${at.toISOString()}::timestamptz`
      const pauseS = sql`case when ${loginAttempts.failures} < ${limit.freeAttempts} then 0
        else least(${limit.longestPauseS}::numeric, power(2::numeric, least(${loginAttempts.failures} - ${limit.freeAttempts}, 20))) end`
      const until = sql`${loginAttempts.lastAt} + ${pauseS} * interval '1 second'`
      const isForgotten = sql`${loginAttempts.lastAt} < ${now} - ${FORGET_ATTEMPTS_AFTER_S} * interval '1 second'`
      const counted = await db
        .insert(loginAttempts)
        .values({ key: limit.key, failures: 1, lastAt: at })
        .onConflictDoUpdate({
          target: loginAttempts.key,
          set: {
            failures: sql`case when ${isForgotten} then 1 else ${loginAttempts.failures} + 1 end`,
            lastAt: at,
          },
          // Two at once may come in the other order than their clocks were read.
          setWhere: sql`${pauseS} = 0 or ${until} <= ${now}`,
        })
        .returning({ key: loginAttempts.key })
      if (counted.length > 0) return 0
      const [row] = await db
        .select({ waitS: sql<string>`extract(epoch from ${until} - ${now})` })
        .from(loginAttempts)
        .where(eq(loginAttempts.key, limit.key))
      return Math.max(1, Number(row?.waitS ?? 1))
    },
  }
}
