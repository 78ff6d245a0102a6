import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createHttpClient } from '@crosspanel/node/peers/http-client'
import { writeFederationTrust } from '@crosspanel/node/peers/federation-trust'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestPeers, type TestPeers } from '../../../test/src/peers-harness.ts'
import { freePort } from '../embedded-postgres.ts'
import type { CheckResult } from '../doctor/check.ts'
import { certificateDays, reach } from '../doctor/reach.ts'
import type { NodeHome } from '../node-home.ts'
import { checkNetwork } from './command.ts'

const LUND = 'site:lund'
const ULM = 'site:ulm'

let stack: AsyncDisposableStack
let federation: TestPeers
let home: NodeHome

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  federation = stack.use(await openTestPeers([LUND, ULM]))
  const { dir, url, statement, sql } = federation.peer(LUND)
  const [row] = await sql<{ name: string }[]>`select current_database() as name`
  const { host, port, user, pass } = sql.options
  const at = `${host[0] ?? ''}:${String(port[0])}`
  await writeFederationTrust(dir, {
    registryUrl: `http://127.0.0.1:${await freePort()}`,
    federationId: 'fed:test',
    rootKeys: [federation.registry.root.publicJwk],
    threshold: 1,
    statement,
  })
  home = {
    dir,
    dataDir: dir,
    siteId: LUND,
    settings: {
      CROSSPANEL_URL: url,
      CROSSPANEL_PORT: new URL(url).port,
      DATABASE_URL: `postgres://${user}:${pass ?? ''}@${at}/${row?.name ?? ''}`,
    },
  }
})
afterEach(() => stack.disposeAsync())

async function check(): Promise<(id: string) => CheckResult | undefined> {
  const results = await checkNetwork(home)
  return (id) => results.find((result) => result.id === id)
}

describe('netcheck', () => {
  it('tells a peer that is reached and heard of from a registry that is away', async () => {
    await federation.peer(ULM).modules.pollHealth(AbortSignal.timeout(20_000))

    const of = await check()

    expect(of('node')).toMatchObject({ state: 'ok' })
    expect(of('own address')).toMatchObject({ state: 'ok' })
    expect(of(`to ${ULM}`)).toMatchObject({ state: 'ok' })
    expect(of(`to ${ULM}`)?.evidence).toMatch(/^answers in \d+ ms, clocks \d+\.\d s apart$/)
    expect(of(`from ${ULM}`)?.evidence).toMatch(/^heard a call of it \d+ s ago$/)
    expect(of('registry')).toMatchObject({ state: 'fail', evidence: 'HTTP: ECONNREFUSED' })
    expect(of(`to ${LUND}`)).toBeUndefined()
  })

  it('names the direction that fails: an answer to our call is no call of theirs', async () => {
    await federation.peer(LUND).modules.pollHealth(AbortSignal.timeout(20_000))

    const of = await check()

    expect(of(`to ${ULM}`)).toMatchObject({ state: 'ok' })
    expect(of(`from ${ULM}`)).toMatchObject({ state: 'fail', evidence: 'never heard a call of it' })
    expect(of(`from ${ULM}`)?.fix).toContain('ops@example.org')
  })

  it('says since when a peer is silent, and a fix for each finding', async () => {
    await federation.peer(ULM).modules.pollHealth(AbortSignal.timeout(20_000))
    await federation.peer(LUND).sql`
      update peer_links set last_called_at = now() - interval '1 hour'`
    home = { ...home, settings: { ...home.settings, CROSSPANEL_PORT: String(await freePort()) } }

    const results = await checkNetwork(home)

    const silent = results.find(({ id }) => id === `from ${ULM}`)
    expect(silent?.evidence).toMatch(/^last heard a call of it 36\d\d s ago$/)
    const failed = results.filter(({ state }) => state === 'fail')
    expect(failed.map(({ id }) => id)).toEqual(['node', 'registry', `from ${ULM}`])
    for (const { fix } of failed) expect(fix).toBeTruthy()
  })

  it('names DNS and TLS where the way ends there', async () => {
    const { dir } = federation.peer(LUND)
    const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'certificate.pem')]
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
    const subject = ['-subj', '/CN=localhost', '-days', '1']
    execFileSync('openssl', ['req', '-x509', '-nodes', ...curve, ...subject, ...files], {
      stdio: 'pipe',
    })
    const server = createServer({
      key: readFileSync(join(dir, 'key.pem')),
      cert: readFileSync(join(dir, 'certificate.pem')),
    })
    stack.defer(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { send } = stack.use(createHttpClient())
    const address = `https://localhost:${(server.address() as AddressInfo).port}`
    const signal = AbortSignal.timeout(20_000)

    const strange = { step: 'TLS', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }
    await expect(reach(send, address, signal)).rejects.toMatchObject(strange)
    await expect(certificateDays(address, signal)).rejects.toMatchObject(strange)
    await expect(reach(send, 'http://nowhere.invalid', signal)).rejects.toMatchObject({
      step: 'DNS',
    })
  })
})
