import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EnrolmentView } from '@crosspanel/protocol/federation'
import { decodeInvite } from '@crosspanel/protocol/invite'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  createTestSite,
  DOMAIN,
  enrolmentRequest,
  openTestRegistry,
  ORGANISATION,
  type TestRegistry,
} from '../../../test/src/registry-harness.ts'
import { type RunningRegistry, startRegistry } from '../start.ts'
import { registryProgram } from './program.ts'

const stack = new AsyncDisposableStack()
let registry: TestRegistry
let running: RunningRegistry
let dir = ''

beforeAll(async () => {
  registry = stack.use(await openTestRegistry())
  running = stack.use(await startRegistry(registry.config))
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-cli-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  vi.stubEnv('XDG_CONFIG_HOME', dir)
  await writeFile(join(dir, 'password'), `${ADMIN.password}\n`)
  await writeFile(join(dir, 'link'), `${registry.founded.setUpUrl}\n`)
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  vi.unstubAllEnvs()
  await stack.disposeAsync()
})

/** Runs one command; what it wrote to standard output, or `exit` and the code that it asks for. */
async function run(...args: string[]): Promise<string> {
  let output = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  try {
    const program = registryProgram()
    for (const command of [program, ...program.commands]) command.exitOverride()
    await program.parseAsync(['node', 'registry', ...args])
    return output
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error) return `exit ${Number(error.exitCode)}`
    throw error
  } finally {
    vi.restoreAllMocks()
  }
}

function login(...more: string[]) {
  const password = join(dir, 'password')
  return run('login', '--email', ADMIN.email, '--password-file', password, ...more)
}

describe('crosspanel registry', () => {
  it('asks for a login first', async () => {
    expect(await run('status')).toBe('exit 4')
  })

  it('says when the registry cannot be reached', async () => {
    expect(await login('--url', 'http://127.0.0.1:1')).toBe('exit 10')
  })

  it('sets the password by the link, then logs in by it, and keeps the login private', async () => {
    const link = join(dir, 'link')

    const setUp = await login('--url', running.url, '--set-up-file', link)
    const used = await login('--url', running.url, '--set-up-file', link)
    const again = await login('--url', running.url)
    const { mode } = await stat(join(dir, 'crosspanel', 'registry.json'))

    expect([setUp, used, again]).toEqual(['', 'exit 1', ''])
    expect(mode & 0o777).toBe(0o600)
  })

  it('refuses a wrong password with the exit code of a login', async () => {
    await writeFile(join(dir, 'password'), 'wrong')

    const outcome = await login('--url', running.url)

    await writeFile(join(dir, 'password'), ADMIN.password)
    expect(outcome).toBe('exit 4')
  })

  it('takes a site from its invite to its revocation', async () => {
    const site = await createTestSite()
    const printed = await run('invite', '--organisation', ORGANISATION, '--email-domain', DOMAIN)
    const { token } = decodeInvite(printed)
    const request = await enrolmentRequest(registry, site, token)
    await registry.call('POST', '/v1/enrolments', request)

    const [pending] = JSON.parse(await run('enrolments', '--json')) as unknown[]
    const wrong = await run('approve', 'site:lund', '--fingerprint', 'A'.repeat(43))
    const approved = await run('approve', 'site:lund', '--fingerprint', site.rootKid, '--json')
    const gone = await run('approve', 'site:lund')
    const suspended = await run('suspend', 'site:lund', '--reason', 'lost laptop', '--json')
    const reinstated = await run('reinstate', 'site:lund', '--json')
    const revoked = await run('revoke', 'site:lund', '--reason', 'left')
    const again = await run('suspend', 'site:lund', '--reason', 'again')
    const status = JSON.parse(await run('status', '--json')) as object

    expect(EnrolmentView.parse(pending)).toMatchObject({ siteId: 'site:lund', state: 'pending' })
    expect(wrong).toBe('exit 1')
    expect(JSON.parse(approved)).toMatchObject({ state: 'approved' })
    expect(gone).toBe('exit 3')
    expect(JSON.parse(suspended)).toMatchObject({ status: 'suspended' })
    expect(JSON.parse(reinstated)).toMatchObject({ status: 'active' })
    expect(revoked).toBe('')
    expect(again).toBe('exit 1')
    expect(status).toMatchObject({
      federationId: 'fed:test',
      version: 5,
      rootFingerprint: registry.founded.rootFingerprint,
      members: [{ siteId: 'site:lund', status: 'revoked' }],
    })
  })

  it('turns a site away', async () => {
    const site = await createTestSite('site:ibadan')
    const printed = await run('invite', '--organisation', ORGANISATION, '--email-domain', DOMAIN)
    const request = await enrolmentRequest(registry, site, decodeInvite(printed).token)
    await registry.call('POST', '/v1/enrolments', request)

    await run('reject', 'site:ibadan', '--reason', 'not known to us')
    const rejected = await run('enrolments', '--state', 'rejected')

    expect(rejected).toContain('site:ibadan')
    expect(rejected).toContain(site.rootKid)
  })

  it('needs a reason to shut a member out, and a known member', async () => {
    expect(await run('suspend', 'site:oslo')).toBe('exit 1')
    expect(await run('suspend', 'site:oslo', '--reason', 'x')).toBe('exit 3')
  })

  it('shows the federation to people', async () => {
    const status = await run('status')

    expect(status).toContain('fed:test, document')
    expect(status).toContain(registry.founded.rootFingerprint)
    expect(status).toMatch(/site:lund +revoked/)
  })
})
