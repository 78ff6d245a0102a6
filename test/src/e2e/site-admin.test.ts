import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspect, openBrowser, openWindow, watchFaults } from '../browser.ts'
import { PASSWORD, TestNetwork, type TestNode } from '../network.ts'

const IBADAN = 'site:ibadan'

/** Every page for administrators, by its address. */
const PAGES = [
  '/admin',
  '/admin/alerts',
  '/admin/jobs',
  '/admin/runs',
  '/admin/queue',
  '/admin/users',
  '/admin/panels',
  '/admin/panels/new',
  '/admin/peers',
  `/admin/peers/${encodeURIComponent(IBADAN)}`,
  '/admin/storage',
  '/admin/notices',
  '/admin/mail',
  '/admin/mail/job-completed',
  '/admin/audit',
  '/admin/settings',
]

let network: TestNetwork
let node: TestNode
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  network = await TestNetwork.create(['lund', 'ibadan'], {
    // Redis is away all the time: nothing here may need it.
    environment: { REDIS_URL: '/nowhere/redis.sock', CROSSPANEL_FEDERATION_POLL_S: '1' },
  })
  node = network.node('lund')
  browser = await openBrowser()
  page = await openPage()
  faults = watchFaults(page)
  const email = `${randomUUID()}@example.org`
  const { token } = await node.running.context.users.makeSetUpLink({ email, role: 'site-admin' })
  await setUp(page, `${node.url}/set-up#${token}`, 'Grace Hopper')
})
afterAll(async () => {
  await browser?.close()
  await network?.[Symbol.asyncDispose]()
})

/** A page of somebody who shares nothing with the others. */
async function openPage(): Promise<Page> {
  const window = await openWindow(browser, { scheme: 'light', width: 1280 })
  return window.newPage()
}

async function setUp(on: Page, link: string, name: string): Promise<void> {
  await on.goto(link)
  await on.getByLabel('Your name').fill(name)
  await on.getByLabel('Password (required)').fill(PASSWORD)
  await on.getByRole('button', { name: 'Make my account' }).click()
  await on.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

describe('a site administrator', () => {
  it('adds a person, who follows the link and is in', async () => {
    const email = `${randomUUID()}@example.org`
    await page.getByRole('link', { name: 'Site admin' }).click()
    await page.getByRole('link', { name: 'Users' }).click()
    await page.getByRole('button', { name: 'Invite' }).click()
    const dialog = page.getByRole('dialog', { name: 'Invite a person' })
    await dialog.getByLabel('E-mail address').fill(email)
    await dialog.getByLabel('Name').fill('Ada')
    await dialog.getByRole('button', { name: 'Invite' }).click()
    const handed = page.getByRole('dialog', { name: 'Hand over this link' })
    const link = (await handed.locator('code').textContent()) ?? ''
    await handed.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('row', { name: email }).getByText('Invited').waitFor()

    const other = await openPage()
    await setUp(other, link, 'Ada Lovelace')
    await other.context().close()

    await page.reload()
    await page.getByRole('row', { name: email }).getByText('Active').waitFor()
    expect(faults).toEqual([])
  })

  it('drains the queue, and opens it again', async () => {
    const mode = async () => (await node.running.context.runs.queue.control()).mode
    await page.getByRole('link', { name: 'Queue', exact: true }).click()
    await page.getByRole('button', { name: 'Drain' }).click()
    const dialog = page.getByRole('dialog', { name: 'Drain the queue?' })
    await dialog.getByLabel('Why').fill('The cluster moves')
    await dialog.getByRole('button', { name: 'Drain' }).click()
    await page.getByText('The cluster moves').waitFor()
    expect(await mode()).toBe('draining')

    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()

    await page.getByRole('button', { name: 'Resume' }).waitFor({ state: 'detached' })
    expect(await mode()).toBe('open')
    expect(faults).toEqual([])
  })

  it('shows both halves of a mail before its texts are saved', async () => {
    await page.goto(`${node.url}/admin/mail/job-completed`)
    await page.getByRole('button', { name: 'Preview' }).click()

    const paper = page.frameLocator('iframe[title=HTML]')
    await paper.getByRole('link').first().waitFor()

    expect(await paper.locator('body').innerText()).toContain('Hello [recipientName]')
    expect(await inspect(page)).toEqual([])
    expect(faults).toEqual([])
  })
})

describe('with a peer that hangs, the registry down and no Redis', () => {
  beforeAll(async () => {
    network.node('ibadan').proxy.setMode('swallow')
    await network.registry.stop()
  })

  it.each(PAGES)('%s answers', async (path) => {
    await page.goto(node.url + path)

    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    expect(await page.getByText('This node does not answer').count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('says what is old, and what a test of the peer comes to', async () => {
    await page.goto(`${node.url}/admin/peers`)
    await page.getByText('The registry does not answer').waitFor()
    await page.getByRole('row', { name: IBADAN }).getByText('failed', { exact: true }).waitFor()

    await page.getByRole('button', { name: `Test ${IBADAN}` }).click()

    await page.getByText('not reached', { exact: true }).waitFor()
    await page.goto(`${node.url}/admin`)
    await page.getByText('Redis is out of reach').first().waitFor()
    await page.getByText('1 of 1 peer not answering').waitFor()
    expect(faults).toEqual([])
  })
})
