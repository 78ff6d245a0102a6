import type { FederationMember, GeneralJws, MemberStatus } from '@crosspanel/protocol/federation'
import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import type { NewMember } from './member.ts'
import { descriptors, members, statements } from './schema.ts'

export type MemberStore = ReturnType<typeof createMemberStore>
export type MemberRow = typeof members.$inferSelect

export interface PublishedMember {
  readonly statement: GeneralJws
  readonly descriptor: GeneralJws | null
  readonly since: Date
}

/** A member, of whatever status, with its documents. */
export interface DocumentedMember {
  readonly row: MemberRow
  readonly statement: GeneralJws
  readonly descriptor: GeneralJws | null
}

export interface NewDescriptor {
  readonly siteId: string
  readonly serial: number
  readonly sha256: string
  readonly jws: GeneralJws
}

export function createMemberStore(db: Db) {
  return {
    list(): Promise<MemberRow[]> {
      return db.select().from(members).orderBy(asc(members.siteId))
    },

    async find(siteId: string, tx: Db | Tx = db): Promise<MemberRow | undefined> {
      const [row] = await tx.select().from(members).where(eq(members.siteId, siteId))
      return row
    },

    /** The members as the federation document names them. */
    async listForDocument(tx: Tx): Promise<FederationMember[]> {
      const rows = await tx.select().from(members).orderBy(asc(members.siteId))
      return rows.map((row) => ({
        siteId: row.siteId,
        status: row.status,
        since: row.since.toISOString(),
        rootKid: row.rootKid,
        statementSha256: row.statementSha256,
        ...(row.descriptorSha256 === null ? {} : { descriptorSha256: row.descriptorSha256 }),
      }))
    },

    /** Adds a member and its statement. False when the site id was ever given. */
    async insert(tx: Tx, member: NewMember, at: Date): Promise<boolean> {
      const { statement, statementSerial: serial, ...row } = member
      const { siteId, statementSha256: sha256 } = member
      if ((await this.find(siteId, tx)) !== undefined) return false
      await tx.insert(statements).values({ sha256, siteId, serial, jws: statement, storedAt: at })
      await tx.insert(members).values({ ...row, status: 'active', since: at, joinedAt: at })
      return true
    },

    /** Moves a member from one of `from` to `to`; false when it is in no such status. */
    async move(
      tx: Tx,
      siteId: string,
      from: readonly MemberStatus[],
      to: { readonly status: MemberStatus; readonly reason: string | null; readonly since: Date },
    ): Promise<boolean> {
      const moved = await tx
        .update(members)
        .set(to)
        .where(and(eq(members.siteId, siteId), inArray(members.status, [...from])))
        .returning({ siteId: members.siteId })
      return moved.length > 0
    },

    /** Stores a descriptor newer than the member's last; false when it is not newer. */
    async putDescriptor(tx: Tx, descriptor: NewDescriptor, at: Date): Promise<boolean> {
      const { siteId, serial, sha256 } = descriptor
      await tx
        .insert(descriptors)
        .values({ ...descriptor, storedAt: at })
        .onConflictDoNothing()
      const moved = await tx
        .update(members)
        .set({ descriptorSha256: sha256, descriptorSerial: serial })
        .where(
          and(
            eq(members.siteId, siteId),
            eq(members.status, 'active'),
            lt(members.descriptorSerial, serial),
          ),
        )
        .returning({ siteId: members.siteId })
      return moved.length > 0
    },

    listDocumented(): Promise<DocumentedMember[]> {
      return db
        .select({ row: members, statement: statements.jws, descriptor: descriptors.jws })
        .from(members)
        .innerJoin(statements, eq(statements.sha256, members.statementSha256))
        .leftJoin(descriptors, eq(descriptors.sha256, members.descriptorSha256))
        .orderBy(asc(members.siteId))
    },

    /** Active members with the documents that they published; all, or one. */
    listPublished(siteId?: string): Promise<PublishedMember[]> {
      return db
        .select({
          statement: statements.jws,
          descriptor: descriptors.jws,
          since: members.since,
        })
        .from(members)
        .innerJoin(statements, eq(statements.sha256, members.statementSha256))
        .leftJoin(descriptors, eq(descriptors.sha256, members.descriptorSha256))
        .where(and(eq(members.status, 'active'), siteId ? eq(members.siteId, siteId) : undefined))
        .orderBy(asc(members.siteId))
    },

    async findStatement(sha256: string): Promise<GeneralJws | undefined> {
      const [row] = await db.select().from(statements).where(eq(statements.sha256, sha256))
      return row?.jws
    },

    async findDescriptor(sha256: string): Promise<GeneralJws | undefined> {
      const [row] = await db.select().from(descriptors).where(eq(descriptors.sha256, sha256))
      return row?.jws
    },
  }
}
