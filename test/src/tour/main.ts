/**
 * `npm run tour`: photographs the console of the demo that runs on this machine, for the README. The pictures go to
 * `docs/tour/`.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEMO_DIR } from '@crosspanel/deploy/demo/lock'
import { HOME_SITE } from '@crosspanel/deploy/demo/plan'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { openBrowser, openWindow } from '../browser.ts'

const PICTURES = fileURLToPath(new URL('../../../docs/tour/', import.meta.url))
const PEOPLE = join(DEMO_DIR, 'federation', 'people')
const SIZE = { width: 1280, height: 800 }

const AtSite = z.object({
  current: z.string(),
  sites: z.record(z.string(), z.object({ email: z.string() })),
})
const AtRegistry = z.object({ url: z.string(), email: z.string() })

interface Login {
  readonly url: string
  readonly email: string
  readonly password: string
}

async function loginOf(person: string): Promise<Login> {
  const read = async (name: string) => readFile(join(PEOPLE, person, name), 'utf8')
  const password = (await read('password')).trim()
  if (person === 'federation-admin') {
    const { url, email } = AtRegistry.parse(JSON.parse(await read('crosspanel/registry.json')))
    return { url, email, password }
  }
  const { current: url, sites } = AtSite.parse(JSON.parse(await read('crosspanel/sites.json')))
  return { url, email: sites[url]?.email ?? '', password }
}

async function logIn(browser: Browser, person: string): Promise<Page> {
  const { url, email, password } = await loginOf(person)
  const window = await openWindow(browser, { scheme: 'light', width: SIZE.width })
  const page = await window.newPage()
  await page.setViewportSize(SIZE)
  await page.goto(url)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password (required)').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page
    .getByRole('heading', { level: 1 })
    .and(page.getByText(/Overview|Sites/))
    .waitFor()
  return page
}

async function photograph(page: Page, name: string): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), scale: 'css' })
  console.log(`docs/tour/${name}.png`)
}

async function asResearcher(browser: Browser): Promise<void> {
  const page = await logIn(browser, `${HOME_SITE}-researcher`)
  await page.getByRole('link', { name: 'New job' }).first().click()
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(join(DEMO_DIR, 'data', 'target.vcf.gz'))
  await page.getByText('Nothing speaks against these files so far').waitFor()
  await photograph(page, 'check')
  await page.getByRole('link', { name: 'Next: Panel' }).click()
  await page.getByRole('combobox').first().selectOption('FIN')
  await page.getByText('100% of it is FIN').waitFor()
  await photograph(page, 'panel')
  await page.getByRole('link', { name: 'Jobs', exact: true }).first().click()
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await page.getByText('The results have been verified').first().waitFor()
  await photograph(page, 'job')
  await page.getByRole('link', { name: 'Results' }).click()
  await page.getByRole('figure').first().waitFor()
  await page.getByRole('heading', { level: 2, name: 'Accuracy' }).scrollIntoViewIfNeeded()
  await photograph(page, 'results')
}

async function asSiteAdmin(browser: Browser): Promise<void> {
  const page = await logIn(browser, 'cape-town-admin')
  await page.getByRole('link', { name: 'Site admin' }).first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await photograph(page, 'site-admin')
}

async function asFederationAdmin(browser: Browser): Promise<void> {
  const page = await logIn(browser, 'federation-admin')
  await photograph(page, 'federation')
}

await mkdir(PICTURES, { recursive: true })
const browser = await openBrowser()
try {
  await asResearcher(browser)
  await asSiteAdmin(browser)
  await asFederationAdmin(browser)
} finally {
  await browser.close()
}
