import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { openSealed, signEnrolmentProof } from '@crosspanel/protocol/enrolment-proof'
import {
  EnrolmentChallenge,
  EnrolmentView,
  GeneralJws,
  type NodeStatement,
  type SiteDescriptor,
} from '@crosspanel/protocol/federation'
import { decodeInvite } from '@crosspanel/protocol/invite'
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
  importSigningKey,
} from '@crosspanel/protocol/keys'
import { Problem } from '@crosspanel/protocol/problem'
import {
  AdminSession,
  AuditList,
  CreatedInvite,
  FederationRoot,
} from '@crosspanel/protocol/registry-api'
import type { SiteReport } from '@crosspanel/protocol/report'
import {
  documentSha256,
  signDocument,
  verifyFederationDocument,
} from '@crosspanel/protocol/signed-document'
import { createRegistryApp } from '@crosspanel/registry/app'
import type { RegistryConfig } from '@crosspanel/registry/config'
import { type ContextOverrides, createRegistryContext } from '@crosspanel/registry/context'
import { initRegistry } from '@crosspanel/registry/init'
import { cloneDatabase } from './postgres.ts'

export const ADMIN = { email: 'admin@federation.example', password: 'correct horse battery' }
export const ORGANISATION = 'Lund University'
export const DOMAIN = 'lund.example'
const YEAR_MS = 365 * 86_400_000

export type TestRegistry = Awaited<ReturnType<typeof openTestRegistry>>
export type TestSite = Awaited<ReturnType<typeof createTestSite>>

/** A founded registry over a database of its own, called without a network. */
export async function openTestRegistry(
  overrides: ContextOverrides = {},
  settings: Partial<RegistryConfig> = {},
) {
  await using stack = new AsyncDisposableStack()
  const { url: databaseUrl } = stack.use(await cloneDatabase('registry'))
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-registry-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const config: RegistryConfig = {
    federationId: 'fed:test',
    publicUrl: 'http://registry.example',
    keyFile: join(dir, 'root.jwk'),
    host: '127.0.0.1',
    port: 0,
    databaseUrl,
    documentLifeDays: 14,
    rateAddressPerMin: 0,
    rateAccountPerMin: 0,
    rateSitePerMin: 0,
    logLevel: 'silent',
    ...settings,
  }
  const founded = await initRegistry({ ...config, adminEmail: ADMIN.email })
  const ctx = stack.use(await createRegistryContext(config, overrides))
  const app = createRegistryApp(ctx)

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const isJson = body !== undefined
    return app.request(path, {
      method,
      headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(isJson ? { body: JSON.stringify(body) } : {}),
    })
  }

  async function setUpAdmin() {
    const { password } = ADMIN
    const answer = await call('POST', '/v1/set-up', { token: founded.setUpToken, password })
    const { token } = AdminSession.parse(await answer.json())
    const headers = { authorization: `Bearer ${token}` }
    return (method: string, path: string, body?: unknown) => call(method, path, body, headers)
  }

  async function logIn() {
    const answer = await call('POST', '/v1/login', ADMIN)
    const { token } = AdminSession.parse(await answer.json())
    const headers = { authorization: `Bearer ${token}` }
    return (method: string, path: string, body?: unknown) => call(method, path, body, headers)
  }

  /** The admin's browser, logged in: it sends its cookie, and its origin with changes. */
  async function openBrowser() {
    const origin = { origin: config.publicUrl, 'sec-fetch-site': 'same-origin' }
    const answer = await call('POST', '/v1/login', { ...ADMIN, kind: 'browser' }, origin)
    const setCookie = answer.headers.get('set-cookie') ?? ''
    const cookie = setCookie.split(';')[0] ?? ''
    return {
      setCookie,
      cookie,
      call: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
        call(method, path, body, { cookie, ...origin, ...headers }),
    }
  }

  const owned = stack.move()
  return {
    app,
    config,
    ctx,
    founded,
    call,
    logIn,
    openBrowser,
    setUpAdmin,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
export type AdminCall = Awaited<ReturnType<TestRegistry['setUpAdmin']>>

/** A site with keys of its own, and what it would send. */
export async function createTestSite(siteId = 'site:lund', nowMs = Date.now()) {
  const [root, sign, encryption] = await Promise.all([
    generateSigningKeyPair(),
    generateSigningKeyPair(),
    generateEncryptionKeyPair(),
  ])
  const validity = {
    notBefore: new Date(nowMs).toISOString(),
    notAfter: new Date(nowMs + YEAR_MS).toISOString(),
  }
  const statement: NodeStatement = {
    siteId,
    serial: 1,
    organisation: ORGANISATION,
    siteName: 'Lund',
    url: 'https://lund.example',
    reach: 'inbound',
    contact: `ops@${DOMAIN}`,
    rootKey: root.publicJwk,
    signKeys: [{ key: sign.publicJwk, ...validity }],
    encryptionKeys: [{ key: encryption.publicJwk, ...validity }],
    protocol: { min: 1, max: 1 },
    issued: validity.notBefore,
  }
  const signers = {
    root: await importSigningKey(root.privateJwk),
    sign: await importSigningKey(sign.privateJwk),
  }
  return {
    statement,
    encryption,
    rootKid: root.kid,
    signers,
    signStatement: (changes: Partial<NodeStatement> = {}) =>
      signDocument({ ...statement, ...changes }, JWS_TYPES.statement, [signers.root, signers.sign]),
    signDescriptor: (changes: Partial<SiteDescriptor> = {}) =>
      signDocument(
        {
          siteId,
          serial: 1,
          software: { name: 'crosspanel', version: '0.1.0' },
          panels: [],
          issued: validity.notBefore,
          ...changes,
        } satisfies SiteDescriptor,
        JWS_TYPES.descriptor,
        [signers.sign],
      ),
    signReport: (changes: Partial<SiteReport> = {}) =>
      signDocument(
        {
          siteId,
          serial: 1,
          issued: validity.notBefore,
          software: { name: 'crosspanel', version: '0.1.0' },
          isReady: true,
          documentVersion: 2,
          checks: [{ name: 'database', state: 'ok', seen: null }],
          ...changes,
        } satisfies SiteReport,
        JWS_TYPES.report,
        [signers.sign],
      ),
  }
}

/** A fresh invite's token. */
export async function inviteSite(admin: AdminCall): Promise<string> {
  const answer = await admin('POST', '/v1/invites', {
    organisation: ORGANISATION,
    emailDomain: DOMAIN,
  })
  return decodeInvite(CreatedInvite.parse(await answer.json()).invite).token
}

/** A complete request to join: asks for a challenge and answers it. */
export async function enrolmentRequest(
  { call }: TestRegistry,
  site: TestSite,
  invite: string,
  statement?: GeneralJws,
) {
  const jws = statement ?? (await site.signStatement())
  const { publicJwk: encryptionKey, privateJwk } = site.encryption
  const answer = await call('POST', '/v1/enrolments/challenge', { invite, encryptionKey })
  const { nonce, sealed } = EnrolmentChallenge.parse(await answer.json())
  const proof = { nonce, statementSha256: await documentSha256(jws) }
  return {
    invite,
    statement: jws,
    nonce,
    signProof: await signEnrolmentProof(proof, site.signers.sign),
    encryptionProof: Buffer.from(await openSealed(sealed, privateJwk)).toString('base64url'),
  }
}

/** Invites and enrols a site; answers the pending enrolment's id and the invite's token. */
export async function enrolSite(registry: TestRegistry, admin: AdminCall, site: TestSite) {
  const invite = await inviteSite(admin)
  const request = await enrolmentRequest(registry, site, invite)
  const answer = await registry.call('POST', '/v1/enrolments', request)
  const { enrolmentId } = EnrolmentView.parse(await answer.json())
  return { enrolmentId, invite }
}

/** Invites, enrols and approves a site. */
export async function joinSite(registry: TestRegistry, admin: AdminCall, site: TestSite) {
  const { enrolmentId } = await enrolSite(registry, admin, site)
  await admin('POST', `/v1/enrolments/${enrolmentId}/approve`, {})
}

/** The latest federation document, verified against the root key that the registry was founded with. */
export async function readDocument({ call, config, ctx }: TestRegistry, nowMs = Date.now()) {
  const root = FederationRoot.parse(await (await call('GET', '/v1/federation/root')).json())
  if (root.fingerprint !== ctx.rootFingerprint) throw new Error('the root key is another')
  const answer = await call('GET', '/v1/federation')
  const { federationId } = config
  const pinned = { federationId, rootKeys: root.keys, threshold: root.threshold, nowMs }
  const jws = GeneralJws.parse(await answer.json())
  const verdict = await verifyFederationDocument(jws, pinned)
  if (verdict.kind === 'refused') throw new Error(verdict.detail)
  return verdict.document
}

/** The audit rows, oldest first, as `action object`. */
export async function readAudit(admin: AdminCall): Promise<string[]> {
  const page = AuditList.parse(await (await admin('GET', '/v1/audit?limit=200')).json())
  return page.entries.map(({ action, object }) => `${action} ${object}`).toReversed()
}

/** Status and problem code of an answer: `409 invite-used`; for success the status alone. */
export async function outcomeOf(answer: Response | Promise<Response>): Promise<string> {
  const response = await answer
  if (response.ok) return String(response.status)
  return `${response.status} ${Problem.parse(await response.json()).code}`
}
