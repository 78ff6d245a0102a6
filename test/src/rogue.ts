import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createHttpClient, type HttpResponse } from '@crosspanel/node/peers/http-client'
import { readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { signerOf } from '@crosspanel/node/peers/statement'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { bodyDigestOf, HOP_TOKEN_LIFE_S } from '@crosspanel/protocol/hop-token'
import { TRANSFER_CHUNK_BYTES, type TransferFile } from '@crosspanel/protocol/manifest'
import { MessageBatchReply } from '@crosspanel/protocol/message'
import { Problem } from '@crosspanel/protocol/problem'
import { signMessage } from '@crosspanel/protocol/signed-message'
import postgres from 'postgres'
import type { TestNode } from './network.ts'

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}
type Signer = ReturnType<typeof signerOf>
type Claims = Record<string, unknown>

/** What a token of a site says; any part of it may be replaced by a lie. */
export interface Lies {
  readonly header?: Claims
  readonly claims?: Claims
  readonly signer?: Signer
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A compact JWS over whatever is given, signed truly by the key. */
export async function signRaw(header: Claims, payload: Claims, { key }: Signer): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`
  const signature = await crypto.subtle.sign('Ed25519', key, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

/** A member of the federation whose node is gone and whose keys are in the hands of a test. */
export async function openPuppet(site: TestNode, victim: TestNode) {
  const keys = await readSiteKeys(join(site.dataDir, 'keys'))

  async function tokenFor(call: Call, { header, claims, signer }: Lies = {}): Promise<string> {
    const { kid, key } = signer ?? signerOf(keys)
    const iat = Math.floor(Date.now() / 1000)
    const digest = call.body?.byteLength ? await sha256Hex(call.body) : undefined
    const truth = {
      iss: keys.siteId,
      aud: victim.siteId,
      iat,
      exp: iat + HOP_TOKEN_LIFE_S,
      jti: randomBytes(16).toString('base64url'),
      htm: call.method,
      htu: call.path,
      bdg: bodyDigestOf(digest),
      pv: 1,
      fdv: 1,
    }
    const named = { alg: 'EdDSA', typ: JWS_TYPES.hopToken, kid, ...header }
    return signRaw(named, { ...truth, ...claims }, { kid, key })
  }

  /** Over a connection of its own: one that was cut must not spoil the next call. */
  async function sendAs(authorization: string | undefined, call: Call): Promise<HttpResponse> {
    await using http = createHttpClient()
    return await http.send({
      method: call.method,
      url: victim.url + call.path,
      headers: { ...call.headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(call.body === undefined ? {} : { body: call.body }),
      timeoutMs: 20_000,
      maxBytes: 1_000_000,
    })
  }

  const puppet = {
    siteId: keys.siteId,
    keys,
    signer: signerOf(keys),
    tokenFor,
    sendAs,
    /** One honest call of the site. */
    async call(call: Call): Promise<HttpResponse> {
      return sendAs(`Peer ${await tokenFor(call)}`, call)
    },
    /** A signed message; every part of its envelope may be given. */
    message(envelope: Claims, signer = signerOf(keys)): Promise<string> {
      const truth = {
        mid: randomUUID(),
        from: keys.siteId,
        to: victim.siteId,
        job: randomUUID(),
        epoch: 1,
        issued: new Date().toISOString(),
      }
      return signMessage({ ...truth, ...envelope } as Parameters<typeof signMessage>[0], signer)
    },
    /** Sends messages as they are and answers what the victim made of each. */
    async post(...messages: readonly string[]): Promise<MessageBatchReply['results']> {
      const response = await puppet.call(postOf({ messages }))
      const answer: unknown = JSON.parse(Buffer.from(response.body).toString('utf8'))
      if (response.status !== 200) throw new Error(`answered ${JSON.stringify(answer)}`)
      return MessageBatchReply.parse(answer).results
    },
  }
  return puppet
}
export type Puppet = Awaited<ReturnType<typeof openPuppet>>

export function postOf(body: unknown): Call & { readonly body: Uint8Array } {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-type': 'application/json' }
  return {
    method: 'POST',
    path: '/peer/v1/messages',
    headers,
    body: new TextEncoder().encode(text),
  }
}

export function problemOf(response: HttpResponse): Problem {
  return Problem.parse(JSON.parse(Buffer.from(response.body).toString('utf8')))
}

/** A manifest entry that is true of these bytes as ciphertext. */
export async function describeBytes(name: string, bytes: Uint8Array): Promise<TransferFile> {
  const sha256 = await sha256Hex(bytes)
  return {
    name,
    size: bytes.byteLength,
    sha256,
    chunkSize: TRANSFER_CHUNK_BYTES,
    chunkSha256: [sha256],
    plainSize: bytes.byteLength,
    plainSha256: sha256,
  }
}

/**
 * The audit is looked at by itself; lanes are leases of deliveries, which come and go. The others are
 * what a node's own loops write of its health, and where they add up the counts of jobs and runs.
 */
const ASIDE = [
  'audit_entries',
  'outbox_lanes',
  'alerts',
  'health_changes',
  'health_samples',
  'monitoring_leases',
  'scrub_state',
  'account_job_counts',
  'day_job_counts',
  'job_count_changes',
  'panel_job_counts',
  'run_count_changes',
  'run_counts',
  'live_events',
  'notification_events',
  'inbox_counts',
  'inbox_items',
  'mails',
]
/** Written by the node's own loops and by any valid call: rows may change but not grow in number. */
const LIVELY = ['workers', 'peer_links', 'peer_snapshots', 'outbox', 'federation_cache']

/** Looks at everything that a node keeps: each table, the audit, and each file. */
export function watch(node: TestNode) {
  const sql = postgres(node.databaseUrl, { max: 1, onnotice: () => undefined })

  async function tables(): Promise<Record<string, string>> {
    const named = await sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public' order by 1`
    const seen: Record<string, string> = {}
    for (const { name } of named) {
      if (ASIDE.includes(name)) continue
      const [row] = await sql<{ n: number; digest: string | null }[]>`
        select count(*)::int as n, md5(string_agg(t::text, '|' order by t::text)) as digest
        from ${sql(name)} t`
      const digest = LIVELY.includes(name) ? '' : (row?.digest ?? '')
      seen[name] = `${String(row?.n)} ${digest}`.trim()
    }
    return seen
  }

  async function files(): Promise<string[]> {
    const entries = await readdir(node.dataDir, { recursive: true, withFileTypes: true })
    const listed = entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name)
      return entry.isFile() ? `${path} ${(await stat(path)).size}` : path
    })
    return (await Promise.all(listed)).toSorted()
  }

  return {
    sql,
    /** Contents of every table but the audit's, and of the data directory. */
    snapshot: async () => ({ tables: await tables(), files: await files() }),
    async auditMark(): Promise<number> {
      const [row] = await sql<{ seq: number }[]>`
        select coalesce(max(seq), 0)::int as seq from audit_entries`
      return row?.seq ?? 0
    },
    auditAfter: (mark: number) => sql<
      { actor: string; action: string; object: string | null; code: string | null }[]
    >`select actor, action, object, details->>'code' as code
      from audit_entries where seq > ${mark} order by seq`,
    [Symbol.asyncDispose]: () => sql.end(),
  }
}
