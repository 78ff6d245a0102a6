import type { GeneralJws, SigningJwk } from '@crosspanel/protocol/federation'
import { DomainError } from '@crosspanel/protocol/problem'
import { recordAudit } from '../audit/record.ts'
import type { Db, Tx } from '../db.ts'
import { federation } from './schema.ts'

export type FederationStore = ReturnType<typeof createFederationStore>
export type FederationRow = typeof federation.$inferSelect

export interface SignedVersion {
  readonly version: number
  readonly issued: Date
  readonly expires: Date
  readonly documentSha256: string
  readonly document: GeneralJws
}

/** What a change of the membership comes to: its result, and whether there is anything to publish. */
export interface Change<T> {
  readonly result: T
  readonly isPublic: boolean
}

export function createFederationStore(db: Db) {
  return {
    async find(): Promise<FederationRow | undefined> {
      const [row] = await db.select().from(federation)
      return row
    },

    /** Founds the federation with its first document. False when there is one already. */
    found(
      root: { federationId: string; rootKeys: SigningJwk[]; rootThreshold: number },
      first: SignedVersion,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        const founded = await tx
          .insert(federation)
          .values({ ...root, ...first })
          .onConflictDoNothing()
          .returning({ only: federation.only })
        if (founded.length === 0) return false
        await recordAudit(tx, {
          at: first.issued,
          actor: 'registry',
          action: 'federation.founded',
          object: root.federationId,
        })
        return true
      })
    },

    /**
     * Makes a change and publishes the document that follows from it, as one transaction. The
     * federation's row is held from the beginning, so changes follow one another and so do versions.
     */
    publishAfter<T>(
      change: (tx: Tx, current: FederationRow) => Promise<Change<T>>,
      sign: (tx: Tx, version: number) => Promise<SignedVersion>,
    ): Promise<T> {
      return db.transaction(async (tx) => {
        const [current] = await tx.select().from(federation).for('update')
        if (current === undefined) throw new DomainError('not-ready', 'no federation was founded')
        const { result, isPublic } = await change(tx, current)
        if (isPublic) await tx.update(federation).set(await sign(tx, current.version + 1))
        return result
      })
    },
  }
}
