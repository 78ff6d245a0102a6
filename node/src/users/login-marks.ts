import { hash } from 'node:crypto'
import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import type { Origin } from './origin.ts'
import { accounts, loginMarks } from './schema.ts'

export type LoginMarks = ReturnType<typeof createLoginMarks>

/** How well whoever wants to log in is known: by a device of the account, by its network, or not. */
export type Acquaintance = 'device' | 'network' | 'stranger'

const DAY_MS = 86_400_000
const LIFE_MS = { device: 180 * DAY_MS, network: 90 * DAY_MS } as const
/** How long marks that another process has made may go unseen. */
const CACHED_MS = 5_000
const CACHED_MAX = 10_000

interface Cached {
  readonly digests: Promise<ReadonlySet<string>>
  readonly until: number
}

export function createLoginMarks(db: Db) {
  /** By e-mail address, also of nobody: a flood of attempts is one query in five seconds. */
  const cache = new Map<string, Cached>()

  async function read(email: string, now: Date): Promise<ReadonlySet<string>> {
    const rows = await db
      .select({ digest: loginMarks.digest })
      .from(loginMarks)
      .innerJoin(accounts, eq(accounts.id, loginMarks.accountId))
      .where(and(eq(accounts.email, email), gt(loginMarks.expiresAt, now)))
    return new Set(rows.map(({ digest }) => digest))
  }

  function marksOf(email: string, now: Date): Promise<ReadonlySet<string>> {
    const known = cache.get(email)
    if (known !== undefined && known.until > now.getTime()) return known.digests
    const digests = read(email, now)
    cache.delete(email)
    cache.set(email, { digests, until: now.getTime() + CACHED_MS })
    digests.catch(() => cache.delete(email))
    const [oldest] = cache.size > CACHED_MAX ? cache.keys() : []
    if (oldest !== undefined) cache.delete(oldest)
    return digests
  }

  const digestsOf = (email: string, { address, deviceToken }: Origin) => ({
    network: digestOf(`network ${email} ${address}`),
    device: digestOf(`device ${email} ${deviceToken ?? ''}`),
  })

  return {
    async acquaintance(email: string, origin: Origin, now: Date): Promise<Acquaintance> {
      const marks = await marksOf(email, now)
      const { device, network } = digestsOf(email, origin)
      if (marks.has(device)) return 'device'
      return marks.has(network) ? 'network' : 'stranger'
    },

    /** Remembers from where the owner has shown to be one. */
    async remember(
      { id, email }: { readonly id: string; readonly email: string },
      origin: Origin,
      now: Date,
    ): Promise<void> {
      const digests = digestsOf(email, origin)
      const kinds =
        origin.deviceToken === undefined ? ['network' as const] : (['network', 'device'] as const)
      await db
        .insert(loginMarks)
        .values(
          kinds.map((kind) => ({
            digest: digests[kind],
            accountId: id,
            kind,
            expiresAt: new Date(now.getTime() + LIFE_MS[kind]),
          })),
        )
        .onConflictDoUpdate({
          target: loginMarks.digest,
          set: { accountId: id, expiresAt: sql`excluded.expires_at` },
        })
      cache.delete(email)
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(loginMarks).where(lt(loginMarks.expiresAt, now))
    },
  }
}

export async function forgetMarks(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(loginMarks).where(eq(loginMarks.accountId, accountId))
}

function digestOf(text: string): string {
  return hash('sha256', text, 'hex')
}
