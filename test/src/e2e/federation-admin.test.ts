import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { readConfig } from '@crosspanel/node/config'
import { enrolSite } from '@crosspanel/node/peers/enrolment'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { type RunningNode, startNode } from '@crosspanel/node/start'
import type { RegistryConfig } from '@crosspanel/registry/config'
import { initRegistry } from '@crosspanel/registry/init'
import { type RunningRegistry, startRegistry } from '@crosspanel/registry/start'
import { pino } from 'pino'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { inspect, openBrowser, openWindow, watchFaults } from '../browser.ts'
import { cloneDatabase } from '../postgres.ts'

const PATIENCE_MS = 60_000
const SITE = 'site:lund'
const PAGES = [
  '/federation',
  `/federation/${SITE}`,
  '/requests',
  '/requests/invite',
  '/health',
  '/keys',
  '/activity',
  '/announcements',
  '/status',
]

let stack: AsyncDisposableStack
let page: Page
let faults: string[]
let registry: RunningRegistry
let node: RunningNode
let url = ''
let setUpUrl = ''

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  const dir = await temporary(building)
  const { url: databaseUrl } = building.use(await cloneDatabase('registry'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const config: RegistryConfig = {
    federationId: 'fed:test',
    publicUrl: url,
    keyFile: join(dir, 'root.jwk.json'),
    host: '127.0.0.1',
    port,
    databaseUrl,
    documentLifeDays: 14,
    rateAddressPerMin: 0,
    rateSitePerMin: 0,
    rateAccountPerMin: 0,
    logLevel: 'silent',
  }
  const founded = await initRegistry({ ...config, adminEmail: 'admin@federation.example' })
  setUpUrl = founded.setUpUrl
  registry = building.use(await startRegistry(config))
  const browser = await openBrowser()
  building.defer(() => browser.close())
  const window = await openWindow(browser, { scheme: 'light', width: 1280 })
  window.setDefaultTimeout(PATIENCE_MS)
  page = await window.newPage()
  faults = watchFaults(page)
  stack = building.move()
})
afterAll(() => stack.disposeAsync())

async function temporary(on: AsyncDisposableStack): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-federation-admin-'))
  on.defer(() => rm(dir, { recursive: true, force: true }))
  return dir
}

/** The site's half of joining: it asks with the invite, and starts its node when it has been approved. */
async function joinSite(invite: string, onPending: (fingerprint: string) => void): Promise<void> {
  const dataDir = await temporary(stack)
  const { url: databaseUrl } = stack.use(await cloneDatabase('node'))
  const port = await freePort()
  const siteUrl = `http://127.0.0.1:${port}`
  await createSiteKeys(join(dataDir, 'keys'), SITE)
  await enrolSite({
    ...{ dataDir, invite, onPending, url: siteUrl, siteName: 'Lund', pollMs: 200 },
    organisation: 'Lund University',
    contact: 'ops@lund.example',
    timeoutMs: PATIENCE_MS,
  })
  const { config, secrets } = readConfig({
    CROSSPANEL_SITE: SITE,
    CROSSPANEL_SITE_NAME: 'Lund',
    CROSSPANEL_DATA_DIR: dataDir,
    CROSSPANEL_PORT: String(port),
    CROSSPANEL_URL: siteUrl,
    CROSSPANEL_REGISTRY_URL: url,
    CROSSPANEL_DISK_FLOOR_BYTES: '0',
    CROSSPANEL_LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    REDIS_URL: inject('redisUrl'),
  })
  node = stack.use(await startNode(config, secrets, { log: pino({ level: 'silent' }) }))
}

describe('a federation admin in the browser', () => {
  it('takes a site in: link, invite, fingerprint, approval, and sees it at work', async () => {
    const pending = Promise.withResolvers<string>()
    await page.goto(setUpUrl)
    await page.getByLabel(/^Password/).fill('correct horse battery staple')
    await page.getByRole('button', { name: 'Take this password' }).click()
    await page.getByText('No site has joined yet').waitFor()

    await page.getByRole('link', { name: 'Invite site' }).click()
    await page.getByLabel('Institution').fill('Lund University')
    await page.getByLabel('E-mail domain of the contact').fill('lund.example')
    await page.getByRole('button', { name: 'Make the invite' }).click()
    await page.getByRole('heading', { name: 'The invite for Lund University' }).waitFor()
    const invite = (await page.locator('code').first().textContent()) ?? ''
    const joined = joinSite(invite, pending.resolve)
    const fingerprint = await pending.promise

    await page.getByRole('link', { name: 'To the requests' }).click()
    const request = page.getByRole('article', { name: 'Lund' })
    await request.getByLabel('Fingerprint that you were told').fill('A'.repeat(43))
    await request.getByRole('button', { name: 'Approve' }).click()
    await request.getByText('This is another fingerprint: do not approve').waitFor()
    const groups = fingerprint.match(/.{1,4}/g)?.join(' ') ?? ''
    await request.getByLabel('Fingerprint that you were told').fill(groups)
    await request.getByRole('button', { name: 'Approve' }).click()
    await page.getByText('Lund is a member.').first().waitFor()
    await joined

    await page.getByRole('link', { name: 'Sites', exact: true }).click()
    const row = page.getByRole('row', { name: /Lund.*active.*ready/s })
    await row.waitFor()
    expect(await row.textContent()).toContain('0.1.0')
  })

  it('suspends it only after typing its id and a reason, and resumes it', async () => {
    await page.goto(`${url}/federation/${SITE}`)
    await page.getByRole('button', { name: 'Suspend' }).click()
    const dialog = page.getByRole('dialog')
    const suspend = dialog.getByRole('button', { name: 'Suspend' })
    const isReadyBefore = await suspend.isEnabled()
    await dialog.getByLabel('Reason').fill('A laptop was lost.')
    await dialog.getByLabel(`Type ${SITE} to go on`).fill(SITE)
    await suspend.click()
    await page.getByText('A laptop was lost.').waitFor()

    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Suspend' }).waitFor()

    expect(isReadyBefore).toBe(false)
  })

  it('announces something, which the node shows to anybody', async () => {
    await page.goto(`${url}/announcements`)
    await page.getByLabel(/^Text/).fill('The registry moves on Saturday.')
    await page.getByRole('button', { name: 'Announce' }).click()
    await page.getByRole('article').getByText('The registry moves on Saturday.').waitFor()

    await node.context.peers.syncFederation()

    const { announcements } = await node.context.status.read()
    expect(announcements?.map(({ text, issuer }) => [text, issuer])).toEqual([
      ['The registry moves on Saturday.', 'federation'],
    ])
  })

  it('finds no page that axe has anything against, light and wide or dark and narrow', async () => {
    const found: string[] = []
    for (const path of PAGES) {
      await page.goto(url + path)
      await page
        .getByText(/As of |E-mail domain of/)
        .first()
        .waitFor()
      for (const [colorScheme, width] of [['light', 1280] as const, ['dark', 320] as const]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        found.push(...(await inspect(page)).map((fault) => `${path}: ${fault}`))
      }
    }

    expect(found).toEqual([])
    expect(faults).toEqual([])
  })

  it('keeps what it shows, with its age, when the registry goes away', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${url}/federation`)
    await page.getByRole('row', { name: /Lund/ }).waitFor()

    await registry.close()

    await page.getByText(/As of .*, could not refresh/).waitFor()
    expect(await page.getByRole('row', { name: /Lund/ }).count()).toBe(1)
    expect(await page.getByText('No site has joined yet').count()).toBe(0)
  })
})
