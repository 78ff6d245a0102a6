import { join } from 'node:path'
import { GeneralJws } from '@crosspanel/protocol/federation'
import { Sha256 } from '@crosspanel/protocol/ids'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../db.ts'
import type { Logger } from '../logger.ts'
import { readFileIfThere, replaceFile } from './private-file.ts'
import { federationCache } from './schema.ts'

/** The federation as it was fetched, signatures and all; what is read back is verified again. */
export const FederationCopy = z.object({
  version: z.int().min(1),
  etag: z.string().optional(),
  document: GeneralJws,
  statements: z.record(Sha256, GeneralJws),
  descriptors: z.record(Sha256, GeneralJws),
})
export type FederationCopy = z.infer<typeof FederationCopy>

export type FederationCache = ReturnType<typeof createFederationCache>

const FILE = 'federation-cache.json'

/** Keeps the last good copy in Postgres, where all processes of the site see it, and on disk, in case one is lost. */
export function createFederationCache(db: Db, dataDir: string, log: Logger) {
  const path = join(dataDir, FILE)

  async function readFromDatabase(): Promise<string | undefined> {
    const [row] = await db.select({ cache: federationCache.cache }).from(federationCache)
    return row?.cache
  }

  async function readFrom(
    place: string,
    read: () => Promise<string | undefined>,
  ): Promise<FederationCopy[]> {
    try {
      const content = await read()
      return content === undefined ? [] : [FederationCopy.parse(JSON.parse(content))]
    } catch (err) {
      log.warn({ err, place }, 'a copy of the federation document cannot be read')
      return []
    }
  }

  return {
    /** The copies that can be read, newest first. */
    async load(): Promise<readonly FederationCopy[]> {
      const copies = [
        ...(await readFrom('database', readFromDatabase)),
        ...(await readFrom('disk', () => readFileIfThere(path))),
      ]
      return copies.toSorted((a, b) => b.version - a.version)
    },

    /** Stores the copy in both places before anybody uses it. An older one never takes a newer one's place. */
    async store(copy: FederationCopy): Promise<void> {
      const cache = JSON.stringify(copy)
      const { version } = copy
      await db
        .insert(federationCache)
        .values({ version, cache })
        .onConflictDoUpdate({
          target: federationCache.id,
          set: { version, cache, storedAt: sql`now()` },
          setWhere: sql`${federationCache.version} <= ${version}`,
        })
      await replaceFile(path, cache)
    },
  }
}
