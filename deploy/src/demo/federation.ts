import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../embedded-postgres.ts'
import { crosspanel, type Service, startService } from './commands.ts'

export interface SitePlan {
  readonly slug: string
  readonly name: string
  readonly organisation: string
  readonly emailDomain: string
  /** Port that is taken when it is free. */
  readonly port: number
}

/** A person of the demo: what they log in with, and where their logins are kept. */
export interface Person {
  readonly email: string
  readonly name: string
  readonly passwordFile: string
  readonly configDir: string
}

export interface DemoSite extends SitePlan {
  readonly siteId: string
  readonly url: string
  readonly dir: string
  readonly logFile: string
  readonly administrator: Person
}

export interface DemoRegistry {
  readonly url: string
  readonly dir: string
  readonly logFile: string
  readonly administrator: Person
}

const REGISTRY_PORT = 8090
const READY_DEADLINE_MS = 60_000
const POLL_MS = 100

export async function createPerson(
  root: string,
  id: string,
  who: { email: string; name: string },
): Promise<Person> {
  const configDir = join(root, 'people', id)
  await mkdir(configDir, { recursive: true, mode: 0o700 })
  const passwordFile = join(configDir, 'password')
  await writeFile(passwordFile, randomBytes(12).toString('base64url'), { mode: 0o600 })
  return { ...who, passwordFile, configDir }
}

export async function passwordOf(person: Person): Promise<string> {
  return readFile(person.passwordFile, 'utf8')
}

/** Makes a registry with the real command. */
export async function createRegistry(
  root: string,
  preferredPort = REGISTRY_PORT,
): Promise<DemoRegistry> {
  const administrator = await createPerson(root, 'federation-admin', {
    email: 'federation@crosspanel.example',
    name: 'Federation Admin',
  })
  const port = await preferPort(preferredPort)
  const dir = join(root, 'registry')
  const url = `http://127.0.0.1:${port}`
  await crosspanel(
    [
      'registry',
      'init',
      '--dir',
      dir,
      '--federation',
      'demo',
      '--port',
      String(port),
      '--url',
      url,
    ].concat(['--admin-email', administrator.email, '--link-file', linkFileOf(administrator)]),
    administrator,
  )
  return { url, dir, logFile: join(root, 'registry.log'), administrator }
}

export async function startRegistry(registry: DemoRegistry): Promise<Service> {
  const { administrator, dir, logFile, url } = registry
  const args = ['registry', 'start', '--dir', dir]
  const service = startService('registry', args, { configDir: administrator.configDir, logFile })
  await waitUntilReady(url, service)
  return service
}

/** The registry's first administrator follows the set-up link. */
export async function setUpRegistry({ url, administrator }: DemoRegistry): Promise<void> {
  await crosspanel(
    ['registry', 'login', '--url', url, '--email', administrator.email]
      .concat(['--password-file', administrator.passwordFile])
      .concat(['--set-up-file', linkFileOf(administrator)]),
    administrator,
  )
}

export async function createSite(root: string, plan: SitePlan): Promise<DemoSite> {
  const administrator = await createPerson(root, `${plan.slug}-admin`, {
    email: `admin@${plan.emailDomain}`,
    name: `${plan.name} Admin`,
  })
  const port = await preferPort(plan.port)
  const dir = join(root, plan.slug)
  const url = `http://127.0.0.1:${port}`
  await crosspanel(
    ['node', 'init', '--dir', dir, '--site', plan.slug, '--name', plan.name]
      .concat(['--organisation', plan.organisation, '--port', String(port), '--url', url])
      .concat(['--admin-email', administrator.email, '--link-file', linkFileOf(administrator)]),
    administrator,
  )
  const siteId = `site:${plan.slug}`
  return { ...plan, siteId, url, dir, logFile: join(root, `${plan.slug}.log`), administrator }
}

/** Invites the site, lets it join, approves it as the federation admin, and waits until its node is ready. */
export async function joinSite(registry: DemoRegistry, site: DemoSite): Promise<Service> {
  const admin = registry.administrator
  const inviteFile = join(site.administrator.configDir, 'invite')
  const invite = await crosspanel(
    ['registry', 'invite', '--organisation', site.organisation, '--email-domain', site.emailDomain],
    admin,
  )
  await writeFile(inviteFile, `${invite}\n`, { mode: 0o600 })
  const args = ['up', '--join', `file:${inviteFile}`, '--dir', site.dir]
  const { configDir } = site.administrator
  const service = startService(site.slug, args, { configDir, logFile: site.logFile })
  await waitForEnrolment(admin, site.siteId, service)
  await crosspanel(['registry', 'approve', site.siteId], admin)
  await waitUntilReady(site.url, service)
  return service
}

/** Starts a node that has joined before. */
export async function startSite(site: DemoSite): Promise<Service> {
  const { configDir } = site.administrator
  const args = ['node', 'start', '--dir', site.dir]
  const service = startService(site.slug, args, { configDir, logFile: site.logFile })
  await waitUntilReady(site.url, service)
  return service
}

export async function logIn(site: DemoSite, person: Person, linkFile?: string): Promise<void> {
  await crosspanel(
    ['login', site.url, '--email', person.email, '--password-file', person.passwordFile].concat(
      linkFile === undefined ? [] : ['--set-up-file', linkFile, '--name', person.name],
    ),
    person,
  )
}

/** The site's administrator follows the set-up link of `node init`. */
export function setUpSite(site: DemoSite): Promise<void> {
  return logIn(site, site.administrator, linkFileOf(site.administrator))
}

/** A site's administrator makes an account for a researcher, who follows the set-up link. */
export async function addResearcher(root: string, site: DemoSite): Promise<Person> {
  const person = await createPerson(root, `${site.slug}-researcher`, {
    email: `researcher@${site.emailDomain}`,
    name: `${site.name} Researcher`,
  })
  const link = await crosspanel(
    ['users', 'invite', person.email, '--name', person.name],
    site.administrator,
  )
  await writeFile(linkFileOf(person), `${link}\n`, { mode: 0o600 })
  await logIn(site, person, linkFileOf(person))
  return person
}

function linkFileOf(person: Person): string {
  return join(person.configDir, 'set-up-link')
}

async function waitForEnrolment(admin: Person, siteId: string, service: Service): Promise<void> {
  await until(`${siteId} asks to join`, service, async () => {
    const enrolments = JSON.parse(
      await crosspanel(['registry', 'enrolments', '--json'], admin),
    ) as {
      siteId: string
      state: string
    }[]
    return enrolments.some((known) => known.siteId === siteId && known.state === 'pending')
  })
}

async function waitUntilReady(url: string, service: Service): Promise<void> {
  await until(`${service.name} is ready`, service, async () => {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    await answer?.body?.cancel()
    return answer?.ok ?? false
  })
}

async function until(
  what: string,
  service: Service,
  isTrue: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + READY_DEADLINE_MS
  let ended: { code: number | null } | undefined
  void service.ended.then((code) => (ended = { code }))
  while (!(await isTrue())) {
    if (ended !== undefined)
      throw new Error(`${service.name} ended with code ${ended.code ?? 'none'} before ${what}`)
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await delay(POLL_MS)
  }
}

/** The port itself when nobody listens on it, else one of the system's choice. 0 is always the system's choice. */
function preferPort(port: number): Promise<number> {
  if (port === 0) return freePort()
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => {
      freePort().then(resolve, reject)
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)))
  })
}
