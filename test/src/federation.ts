import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { AdminSession, CreatedInvite, EnrolmentList } from '@crosspanel/protocol/registry-api'
import type { RegistryConfig } from '@crosspanel/registry/config'
import { initRegistry } from '@crosspanel/registry/init'
import { type RunningRegistry, startRegistry } from '@crosspanel/registry/start'
import { cloneDatabase } from './postgres.ts'

const PASSWORD = 'correct horse battery staple'
const ADMIN = 'admin@federation.example'

export interface TestFederation extends AsyncDisposable {
  readonly url: string
  /** Domain of every test site's contact address. */
  readonly emailDomain: string
  invite(organisation: string): Promise<string>
  approve(siteId: string): Promise<void>
  /** `POST /v1/members/{siteId}/{verb}` as the federation admin. */
  setStatus(siteId: string, verb: 'suspend' | 'reinstate' | 'revoke'): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
}

/** A real registry in this process, with a federation admin logged in. */
export async function openTestFederation(): Promise<TestFederation> {
  await using stack = new AsyncDisposableStack()
  const { url: databaseUrl } = stack.use(await cloneDatabase('registry'))
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-federation-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config: RegistryConfig = {
    federationId: 'fed:test',
    publicUrl: url,
    keyFile: join(dir, 'root.jwk.json'),
    host: '127.0.0.1',
    port,
    databaseUrl,
    documentLifeDays: 14,
    rateAddressPerMin: 0,
    rateAccountPerMin: 0,
    rateSitePerMin: 0,
    logLevel: 'silent',
  }
  const { setUpToken } = await initRegistry({ ...config, adminEmail: ADMIN })
  let running: RunningRegistry | undefined = await startRegistry(config)
  stack.defer(async () => running?.close())
  let token = ''

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  await call('POST', '/v1/set-up', { token: setUpToken, password: PASSWORD })
  const login = { email: ADMIN, password: PASSWORD }
  token = AdminSession.parse(await call('POST', '/v1/login', login)).token
  const emailDomain = 'sites.example'
  const owned = stack.move()
  return {
    url,
    emailDomain,
    async invite(organisation) {
      const made = await call('POST', '/v1/invites', { organisation, emailDomain })
      return CreatedInvite.parse(made).invite
    },
    async approve(siteId) {
      const { enrolments } = EnrolmentList.parse(await call('GET', '/v1/enrolments?state=pending'))
      const found = enrolments.find((enrolment) => enrolment.siteId === siteId)
      if (found === undefined) throw new Error(`${siteId} has not asked to join`)
      await call('POST', `/v1/enrolments/${found.enrolmentId}/approve`, {})
    },
    async setStatus(siteId, verb) {
      const path = `/v1/members/${encodeURIComponent(siteId)}/${verb}`
      await call('POST', path, { reason: 'a test' })
    },
    async stop() {
      await running?.close()
      running = undefined
    },
    async start() {
      running = await startRegistry(config)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
