import { FederationCopy } from '@crosspanel/node/peers/federation-cache'
import { readFederationTrust, type FederationTrust } from '@crosspanel/node/peers/federation-trust'
import { type FederationView, ownEntry, viewOf } from '@crosspanel/node/peers/federation-view'
import { readFileIfThere } from '@crosspanel/node/peers/private-file'
import { inData } from '../node-home.ts'
import type { Patient } from './check.ts'

export interface FederationFacts {
  readonly trust: FederationTrust
  /** As the node last verified it; undefined before the first document. */
  readonly view: FederationView | undefined
}

/** The federation as this node goes by it, verified; undefined while the site has not joined. */
export async function readFederationFacts({
  home,
  sql,
}: Pick<Patient, 'home' | 'sql'>): Promise<FederationFacts | undefined> {
  const trust = await readFederationTrust(home.dataDir)
  if (trust === undefined) return undefined
  const content =
    (await fromDatabase(sql).catch(() => undefined)) ??
    (await readFileIfThere(inData(home, 'federation-cache.json')))
  if (content === undefined) return { trust, view: undefined }
  return {
    trust,
    view: await viewOf(FederationCopy.parse(JSON.parse(content)), trust, new Date()),
  }
}

/** What this site stated of itself when it joined. */
export async function ownStatement({ trust }: FederationFacts) {
  return (await ownEntry(trust.statement)).site.statement
}

async function fromDatabase(sql: Patient['sql']): Promise<string | undefined> {
  const db = await sql()
  const [row] = await db<{ cache: string }[]>`select cache from federation_cache`
  return row?.cache
}
