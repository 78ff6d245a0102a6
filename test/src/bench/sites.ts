import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createFederationCache } from '@crosspanel/node/peers/federation-cache'
import { writeFederationTrust } from '@crosspanel/node/peers/federation-trust'
import { createSiteKeys, readIdentityKeys } from '@crosspanel/node/peers/site-keys'
import { signStatement } from '@crosspanel/node/peers/statement'
import { openDb } from '@crosspanel/node/db'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import type {
  FederationDocument,
  FederationMember,
  GeneralJws,
} from '@crosspanel/protocol/federation'
import type { SiteId } from '@crosspanel/protocol/ids'
import { generateSigningKeyPair, importSigningKey, keyIdOf } from '@crosspanel/protocol/keys'
import { documentSha256, signDocument } from '@crosspanel/protocol/signed-document'
import { pino } from 'pino'

const DAY_MS = 86_400_000
const FEDERATION = 'fed:bench'

export const siteIdOf = (index: number): SiteId => `site:peer-${index}`
/** All of 127.0.0.0/8 is this machine. */
export const hostOf = (index: number): string =>
  `127.1.${Math.floor(index / 250)}.${1 + (index % 250)}`

export interface Membership {
  /** The node's, with its keys in it. */
  readonly dataDir: string
  readonly databaseUrl: string
  readonly siteId: SiteId
  readonly ownUrl: string
  /** Of the first peer; the others are at the same port. */
  readonly peersUrl: string
  readonly peers: number
}

/** Makes a node a member of a federation with so many peers, as if it had fetched the document from its registry. */
export async function joinFederation(node: Membership): Promise<void> {
  const { dataDir, databaseUrl, siteId, ownUrl, peersUrl, peers } = node
  const now = new Date()
  const root = await generateSigningKeyPair()
  const statements: Record<string, GeneralJws> = {}
  const members: FederationMember[] = []

  async function add(id: SiteId, keyDir: string, url: string): Promise<GeneralJws> {
    const identity = await readIdentityKeys(keyDir)
    const siteName = id.slice('site:'.length)
    const statement = await signStatement(
      identity,
      { organisation: siteName, siteName, url, reach: 'inbound', contact: 'ops@example.org' },
      now,
    )
    const statementSha256 = await documentSha256(statement)
    statements[statementSha256] = statement
    const rootKid = await keyIdOf(identity.root)
    members.push({
      siteId: id,
      status: 'active',
      since: now.toISOString(),
      rootKid,
      statementSha256,
    })
    return statement
  }

  const statement = await add(siteId, join(dataDir, 'keys'), ownUrl)
  const port = new URL(peersUrl).port
  for (let index = 0; index < peers; index += 1) {
    const keyDir = join(dataDir, 'peers', String(index))
    await mkdir(keyDir, { recursive: true })
    await createSiteKeys(keyDir, siteIdOf(index))
    await add(siteIdOf(index), keyDir, `http://${hostOf(index)}:${port}`)
  }
  const document: FederationDocument = {
    federationId: FEDERATION,
    version: 1,
    issued: now.toISOString(),
    expires: new Date(now.getTime() + DAY_MS).toISOString(),
    root: { keys: [root.publicJwk], threshold: 1 },
    minProtocol: 1,
    members,
  }
  const signer = await importSigningKey(root.privateJwk)
  const signed = await signDocument(document, JWS_TYPES.federation, [signer])
  const { db, close } = openDb(databaseUrl, { max: 1 })
  try {
    const cache = createFederationCache(db, dataDir, pino({ level: 'silent' }))
    await cache.store({ version: 1, etag: '"1"', document: signed, statements, descriptors: {} })
  } finally {
    await close()
  }
  await writeFederationTrust(dataDir, {
    registryUrl: peersUrl,
    federationId: FEDERATION,
    rootKeys: [root.publicJwk],
    threshold: 1,
    statement,
  })
}
