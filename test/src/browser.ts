import { existsSync } from 'node:fs'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What passes is many times more than what does not, and nobody reads it. */
const AXE = { runOnly: { type: 'tag', values: RULES }, resultTypes: ['violations'] }
const CONTRAST = { runOnly: ['color-contrast'], resultTypes: ['violations'] }

/** Debian's Chromium without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = PATHS.find((path) => existsSync(path))
  if (executablePath === undefined) {
    throw new Error('these tests need a browser: `apt-get install chromium`')
  }
  // As root there is no sandbox to be had; the pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export interface Look {
  readonly scheme: 'light' | 'dark'
  /** CSS pixels. */
  readonly width: number
}

/** A window of that width and in those colours, for somebody who wants no motion. */
export function openWindow(browser: Browser, { scheme, width }: Look): Promise<BrowserContext> {
  return browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
}

/** What is said on the page's console that no working page says: faults of scripts, and what the content policy has refused. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    // A refused or lost request is told here too, and is what a page has to cope with.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(message.text())
    }
  })
  return faults
}

async function violationsOf(page: Page, options: object): Promise<string[]> {
  if (await page.evaluate<boolean>("typeof axe === 'undefined'")) await page.evaluate(axe.source)
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  )
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
}

/** What cannot be read on the page in the other colours; all else that axe looks at is the same in both. */
export async function inspectInColours(page: Page, colorScheme: Look['scheme']): Promise<string[]> {
  const isDark = await page.evaluate<boolean>("matchMedia('(prefers-color-scheme: dark)').matches")
  await page.emulateMedia({ colorScheme })
  const found = await violationsOf(page, CONTRAST)
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
  return found.map((fault) => `in ${colorScheme}, ${fault}`)
}

/** What is wrong with a page as it stands: axe's rules (target size among them), and sideways scrolling. */
export async function inspect(page: Page): Promise<string[]> {
  const found = await violationsOf(page, AXE)
  const excess = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  return excess > 0 ? [...found, `the page is ${excess} px too wide`] : found
}
