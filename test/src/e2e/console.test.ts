import type { Browser, BrowserContext, Page } from 'playwright-core'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inspect, openBrowser, openWindow, watchFaults } from '../browser.ts'
import { firstViewBytes } from '../first-view.ts'
import { PASSWORD, TestNetwork, type TestNode } from '../network.ts'

let network: TestNetwork
let node: TestNode
let browser: Browser
let window: BrowserContext
let email: string

beforeAll(async () => {
  network = await TestNetwork.create(['lund'])
  node = network.node('lund')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await network?.[Symbol.asyncDispose]()
})

beforeEach(async () => {
  email = `${randomUUID()}@example.org`
  window = await openWindow(browser, { scheme: 'light', width: 1280 })
  return () => window.close()
})

/** The link of an invitation, as an administrator hands it over. */
async function invite(): Promise<string> {
  const { token } = await node.running.context.users.makeSetUpLink({ email, role: 'researcher' })
  return `${node.url}/set-up#${token}`
}

async function setUp(page: Page): Promise<void> {
  await page.goto(await invite())
  await page.getByLabel('Your name').fill('Ada Lovelace')
  await page.getByLabel('Password (required)').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

async function logIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password (required)').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

const leaveFor = async (page: Page) => {
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor()
}

describe('somebody who was invited', () => {
  it('makes an account, is in, logs out, and comes back to the page that was wanted', async () => {
    const page = await window.newPage()
    const faults = watchFaults(page)
    await setUp(page)
    expect(page.url()).toBe(`${node.url}/`)
    await leaveFor(page)
    await page.goto(`${node.url}/jobs?state=failed`)

    await logIn(page, 'not the password at all')
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong').waitFor()
    await logIn(page, PASSWORD)

    await page.getByText('No job is like that').waitFor()
    expect(page.url()).toBe(`${node.url}/jobs?state=failed`)
    expect(faults).toEqual([])
  })

  it('is told what to do with a link that was used', async () => {
    const page = await window.newPage()
    const link = await invite()
    for (let time = 1; time <= 2; time += 1) {
      await page.goto(link)
      await page.reload()
      await page.goto(link)
      await page.getByLabel('Your name').fill('Ada Lovelace')
      await page.getByLabel('Password (required)').fill(PASSWORD)
      const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/set-up'))
      await page.getByRole('button', { name: 'Make my account' }).click()
      await answered
    }

    await page.getByText('crosspanel users invite-again').waitFor()
    expect(new URL(page.url()).hash).toBe('')
    expect(await inspect(page)).toEqual([])
  })
})

describe('a token for programs', () => {
  it('asks for its name, is made by Enter, shown once, and opens the API', async () => {
    const page = await window.newPage()
    await setUp(page)
    await page.goto(`${node.url}/account/access`)
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.url())
    })
    await page.getByRole('button', { name: 'Make a token' }).click()
    const dialog = page.getByRole('dialog', { name: 'Make a token' })

    await dialog.getByRole('button', { name: 'Make a token' }).click()
    const isAsked = await dialog.getByLabel('Name').and(page.locator(':focus:invalid')).count()
    const sent = asked.length
    await dialog.getByLabel('Name').fill('nightly')
    await page.keyboard.press('Enter')

    await page.getByText('The token “nightly”').waitFor()
    const secret = await page.getByText(/^cpt_/).first().textContent()
    const answer = await fetch(`${node.url}/api/v1/me`, {
      headers: { authorization: `Bearer ${secret}` },
    })
    expect([isAsked, sent]).toEqual([1, 0])
    expect(await answer.json()).toMatchObject({ email })
    await page.reload()
    await page.getByRole('cell', { name: 'nightly', exact: true }).waitFor()
    expect(await page.getByText(String(secret)).count()).toBe(0)
  })
})

describe('a server that hangs', () => {
  it('leaves nobody in doubt whether a click was heard', async () => {
    const page = await window.newPage()
    await setUp(page)
    const released = Promise.withResolvers<undefined>()
    await page.route(/panels.*\.js$/, async (route) => {
      await released.promise
      await route.continue()
    })

    await page.getByRole('link', { name: 'Panels' }).first().click()

    await page.getByRole('main').getByText('The next page is on its way').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Overview')
    released.resolve(undefined)
    await page.getByRole('heading', { level: 1, name: 'Panels' }).waitFor()
    expect(await page.getByRole('main').getByText('The next page is on its way').count()).toBe(0)
  })

  it('is not taken for a page that has failed, and the page comes once it can be had', async () => {
    const page = await window.newPage()
    await setUp(page)
    await page.route(/panels.*\.js$/, (route) => route.abort())

    await page.getByRole('link', { name: 'Panels' }).first().click()

    await page.getByRole('heading', { name: 'The server has not sent this page' }).waitFor()
    await page.unroute(/panels.*\.js$/)
    await page.getByRole('heading', { level: 1, name: 'Panels' }).waitFor()
    expect(page.url()).toBe(`${node.url}/panels`)
  })
})

describe('live changes', () => {
  it('come to both tabs over one stream, and the second goes on when the first is closed', async () => {
    const streams: string[] = []
    window.on('request', (request) => {
      if (request.url().includes('/api/v1/events')) streams.push(request.url())
    })
    const first = await window.newPage()
    await setUp(first)
    await first.getByRole('button', { name: 'Live' }).waitFor()
    const second = await window.newPage()
    await second.goto(node.url)
    await second.getByRole('button', { name: 'Live' }).waitFor()
    expect(streams).toHaveLength(1)

    await announce('Serviced on Saturday')

    await first.getByText('Serviced on Saturday').waitFor()
    await second.getByText('Serviced on Saturday').waitFor()
    await first.close()
    await expect.poll(() => streams.length, { timeout: 20_000 }).toBe(2)
    await announce('And on Sunday')
    await second.getByText('And on Sunday').waitFor()
  })

  it('rest while they are paused, and are there afterwards', async () => {
    const page = await window.newPage()
    await setUp(page)
    await page.getByRole('button', { name: 'Live' }).click()

    await page.getByRole('button', { name: 'Paused' }).waitFor()
    await announce('Said during the pause')
    expect(await page.getByText('Said during the pause').count()).toBe(0)
    await page.getByRole('button', { name: 'Paused' }).click()
    await page.getByText('Said during the pause').waitFor()
  })
})

describe('a node that goes away', () => {
  it('leaves what is on the page, with its age, until it is there again', async () => {
    const page = await window.newPage()
    await setUp(page)
    await page.getByText('Storage').waitFor()
    await window.setOffline(true)

    await page.evaluate("dispatchEvent(new Event('online'))")

    await page.getByText('could not refresh').waitFor()
    expect(await page.getByText('Storage').count()).toBeGreaterThan(0)
    expect(await inspect(page)).toEqual([])
    await window.setOffline(false)
    await page.getByText('could not refresh').waitFor({ state: 'detached' })
  })
})

describe('somebody without a mouse', () => {
  it('skips the menu, and finds focus on the heading of the next page', async () => {
    const page = await window.newPage()
    await setUp(page)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()

    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').getAttribute('id')).toBe('main')
    await page.getByRole('link', { name: 'Jobs', exact: true }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()

    await expect.poll(() => page.locator(':focus').textContent()).toBe('Jobs')
  })
})

describe('the palette', () => {
  it('leads to a page by a few letters, and gives focus back when it is left', async () => {
    const page = await window.newPage()
    const faults = watchFaults(page)
    await setUp(page)
    await page.getByRole('button', { name: 'Go to' }).press('Enter')
    const field = page.getByRole('combobox', { name: 'Go to' })
    await field.waitFor()
    expect(await inspect(page)).toEqual([])
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toContain('Go to')

    await page.keyboard.press('Control+k')
    await field.waitFor()
    await page.keyboard.type('webh')
    await page.getByRole('option', { name: 'Webhooks', selected: true }).waitFor()
    await page.keyboard.press('Enter')

    await page.getByText('There is no webhook').waitFor()
    expect(page.url()).toBe(`${node.url}/account/webhooks`)
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Account')
    expect(faults).toEqual([])
  })

  it('leads to pages, and says what could not be read, while the node is away', async () => {
    const page = await window.newPage()
    await setUp(page)
    const field = page.getByRole('combobox', { name: 'Go to' })
    await page.keyboard.press('Control+k')
    await field.waitFor()
    await page.keyboard.press('Control+k')
    await field.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Jobs', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
    await window.setOffline(true)

    await page.keyboard.press('Control+k')
    await page.getByText('Could not be read').waitFor()
    await page.keyboard.type('overv')
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    expect(page.url()).toBe(`${node.url}/`)
    await window.setOffline(false)
  })
})

describe('a command line that asks to be logged in', () => {
  it('is shown with the code, and approved', async () => {
    const page = await window.newPage()
    const faults = watchFaults(page)
    await setUp(page)
    const { users } = node.running.context
    const from = { address: '192.0.2.17' }
    const started = await users.startDeviceLogin({ machine: 'hpc-login-3' }, from)
    await page.goto(`${node.url}/device`)
    await page.getByLabel('Code').fill('BBBB-BBBB')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('alert').getByText('Nothing waits for this code').waitFor()

    await page.getByLabel('Code').fill(started.userCode.toLowerCase())
    await page.keyboard.press('Enter')
    await page.getByText('hpc-login-3').waitFor()
    await page.getByText('192.0.2.17').waitFor()
    expect(await inspect(page)).toEqual([])
    await page.getByRole('button', { name: 'Approve' }).click()

    await page.getByRole('status').getByText('Approved').waitFor()
    expect(await users.pollDeviceLogin(started.deviceCode, from)).toMatchObject({
      state: 'approved',
      account: { email },
    })
    await page.getByRole('link', { name: 'Where you are logged in' }).click()
    await page.getByText('Command line on hpc-login-3').waitFor()
    expect(faults).toEqual([])
  })
})

describe('somebody who reads French', () => {
  it('chooses it, and it stays', async () => {
    const page = await window.newPage()
    await setUp(page)
    await page.getByLabel('Language').selectOption('fr')
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor()

    await page.reload()

    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  })
})

describe('the script of the first view', () => {
  it.each([
    'src/overview/overview.page.tsx',
    'src/login/login.page.tsx',
    'src/jobs/jobs.page.tsx',
    'src/jobs/job.page.tsx',
  ])('of %s is at most 60 kB, compressed', async (page) => {
    expect(await firstViewBytes(page)).toBeLessThanOrEqual(60_000)
  })
})

async function announce(text: string): Promise<void> {
  const admin = await node.addAccount('site-admin')
  const answer = await admin.api.api.v1.announcements.$post({
    json: { text },
    header: { 'idempotency-key': randomUUID() },
  })
  expect(answer.status).toBe(201)
}
