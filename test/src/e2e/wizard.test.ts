import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { cohortVcf } from '../cohort.ts'
import { PASSWORD, TestNetwork, type TestAccount } from '../network.ts'
import { pressOn, tabTo } from './keyboard.ts'
import { writeSparseVcf } from './sparse-vcf.ts'

const TARGET_PEOPLE = 25
const GIGABYTE = 1_000_000_000
const READ_MAX_BYTES = 1.1 * 1024 * 1024
const PATIENCE_MS = 60_000

let stack: AsyncDisposableStack
let network: TestNetwork
let browser: Browser
let account: TestAccount
let context: BrowserContext
let dir: string
let target: string

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-wizard-'))
  building.defer(() => rm(dir, { recursive: true, force: true }))
  network = building.use(await TestNetwork.create(['lund']))
  await network.node('lund').addPanel()
  await network.syncFederation()
  target = join(dir, 'target.vcf.gz')
  await writeFile(target, cohortVcf(TARGET_PEOPLE))
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  building.defer(() => browser.close())
  stack = building.move()
})
afterAll(() => stack.disposeAsync())
afterEach(() => context.close())

/** A page of somebody who has just logged in. */
async function loggedIn(): Promise<Page> {
  account = await network.node('lund').addAccount()
  context = await browser.newContext({ baseURL: network.node('lund').proxy.url })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  await page.goto('/login?next=/new')
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'New job' }).waitFor()
  return page
}

async function pick(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await pressOn(page, /^Choose/)
  await (await chooser).setFiles(path)
}

/** Counts what the worker reads of the files, by a line before its own script. */
async function countReads(page: Page): Promise<() => Promise<number>> {
  const counter = `globalThis.bytesRead = 0
    const slice = Blob.prototype.slice
    Blob.prototype.slice = function (start, end) {
      const part = slice.call(this, start, end)
      globalThis.bytesRead += part.size
      return part
    }
  `
  await page.route(/check\.worker.*\.js/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: counter + (await answer.text()) })
  })
  return async () => {
    const [worker] = page.workers()
    if (worker === undefined) throw new Error('no worker has looked at the file')
    return worker.evaluate<number>('globalThis.bytesRead')
  }
}

describe('the first look at a file', () => {
  it('gives a verdict on 10 GB after reading 1.1 MiB, and sends nothing', async () => {
    const path = join(dir, 'whole-genome.vcf.gz')
    await writeSparseVcf(path, 10 * GIGABYTE)
    const page = await loggedIn()
    const sent: string[] = []
    page.on('request', (request) => {
      if (!['GET', 'HEAD'].includes(request.method())) sent.push(request.url())
    })
    const bytesRead = await countReads(page)

    await pick(page, path)

    await page.getByText('Nothing speaks against these files so far').waitFor()
    expect(await bytesRead()).toBeGreaterThan(1024 * 1024)
    expect(await bytesRead()).toBeLessThanOrEqual(READ_MAX_BYTES)
    expect(await page.getByText('1, 2, and 3').count()).toBe(1)
    expect(sent).toEqual([])
  })

  it('says what is wrong with a file, and how to mend it', async () => {
    const path = join(dir, 'page.vcf.gz')
    await writeFile(path, '<!doctype html><html>not found</html>')
    const page = await loggedIn()

    await pick(page, path)

    await page.getByText('These files cannot be imputed as they are').waitFor()
    expect(await page.getByText('zcat -f input.vcf.gz | head -n 1').count()).toBe(1)
  })
})

/** From files that were picked to the last step, by the keyboard alone. */
async function sayEverything(page: Page): Promise<void> {
  await pressOn(page, 'Next: Panel')
  await pressOn(page, 'Use this panel: Made for tests')
  await pressOn(page, 'Next: Options')
  await pressOn(page, 'Next: Estimate')
  await page.getByText('No basis for an estimate yet').waitFor()
  await pressOn(page, 'Next: Data use')
  await pressOn(page, 'I may send these data', 'Space')
  await pressOn(page, 'Next: Key')
  await tabTo(page, 'A key that is made here')
  await page.keyboard.press('ArrowUp')
  await pressOn(page, 'Next: Review')
}

describe('a new job', () => {
  it('is made with the keyboard alone, and only once', async () => {
    const page = await loggedIn()
    await pick(page, target)
    await sayEverything(page)

    await pressOn(page, 'Upload and submit')
    await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)

    const { jobs } = (await (await account.api.api.v1.jobs.$get({ query: {} })).json()) as {
      jobs: unknown[]
    }
    expect(jobs).toMatchObject([{ panelId: 'site:lund/cohort' }])
  })

  it('keeps what was said over a reload', async () => {
    const page = await loggedIn()
    await pick(page, target)
    await sayEverything(page)
    await tabTo(page, 'Name of the job')
    await page.keyboard.type('Cohort of 2026')

    await page.reload()

    await page.getByRole('link', { name: 'Upload and submit' }).waitFor()
    expect(await page.getByLabel('Name of the job').inputValue()).toBe('Cohort of 2026')
  })
})

describe('an upload whose tab was closed', () => {
  it('goes on with the same file, and refuses one that has changed', async () => {
    const page = await loggedIn()
    await pick(page, target)
    await sayEverything(page)
    await page.route('**/api/v1/uploads/*', (route) => route.abort())
    const created = page.waitForResponse(/\/api\/v1\/uploads$/)
    await pressOn(page, 'Upload and submit')
    await created
    await vi.waitUntil(() => page.evaluate<boolean>(HAS_BEGUN_DRAFT), PATIENCE_MS)
    const draftUrl = page.url()
    await page.close({ runBeforeUnload: false })

    const again = await context.newPage()
    await again.goto('/uploads')
    await pressOn(again, 'Go on')
    await again.waitForURL(draftUrl)
    const other = join(dir, 'other', 'target.vcf.gz')
    await writeOther(other)
    await pick(again, other)
    await again.getByText('This is not the file that you began with').waitFor()
    await pick(again, target)
    await again.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)

    const { files } = (await (
      await account.api.api.v1.files.$get({ query: { kind: 'upload' } })
    ).json()) as { files: unknown[] }
    expect(files).toMatchObject([{ state: 'complete' }])
  })
})

async function writeOther(path: string): Promise<void> {
  await mkdir(join(path, '..'))
  await writeFile(path, cohortVcf(TARGET_PEOPLE + 1))
}

/** Whether this browser has kept that an upload was begun. */
const HAS_BEGUN_DRAFT = `new Promise((resolve) => {
  const opened = indexedDB.open('crosspanel-drafts')
  opened.onsuccess = () => {
    const all = opened.result.transaction('drafts').objectStore('drafts').getAll()
    all.onsuccess = () =>
      resolve(all.result.some(({ files }) => files.some(({ fileId }) => fileId !== undefined)))
  }
})`
