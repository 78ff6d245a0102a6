import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  inspect,
  inspectInColours,
  type Look,
  openBrowser,
  openWindow,
  watchFaults,
} from '../browser.ts'
import { type Gallery, openGallery } from '../gallery.ts'

const PATIENCE_MS = 20_000
const STALE_WORDS = 'could not refresh'
const LOOKS: readonly Look[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 320 },
]
/** Long enough to scroll, with controls of every kind. */
const LONG_VIEWS = ['results', 'admin settings']

let stack: AsyncDisposableStack
let browser: Browser
let gallery: Gallery

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-gallery-'))
  building.defer(() => rm(dir, { recursive: true, force: true }))
  gallery = building.use(await openGallery(dir))
  browser = await openBrowser()
  building.defer(() => browser.close())
  stack = building.move()
})
afterAll(() => stack?.disposeAsync())

type View = readonly [name: string, state: string]

async function openPage(look: Look): Promise<Page> {
  const window = await openWindow(browser, look)
  window.setDefaultTimeout(PATIENCE_MS)
  const page = await window.newPage()
  await page.goto(gallery.url)
  return page
}

async function show(page: Page, [name, state]: View): Promise<void> {
  await page.evaluate(`gallery.show(${JSON.stringify(name)}, ${JSON.stringify(state)})`)
  await page.locator('h1').first().waitFor()
  if (state === 'stale') await page.getByText(STALE_WORDS).first().waitFor()
  if (state === 'loading') return
  await page.locator('[aria-busy=true]:not(button)').first().waitFor({ state: 'detached' })
}

/** A page that throws shows another in its place, with which nothing is wrong; one view is there to show that. */
async function brokenOf(page: Page, [name]: View): Promise<string[]> {
  const isBroken = await page.evaluate<boolean>('gallery.isBroken()')
  if (isBroken === (name === 'page that is broken')) return []
  return [isBroken ? 'the page is broken' : 'the page is not broken']
}

/** All that axe knows in one look, and the contrast in the other colours: of the view that has its data, whose parts are all there. */
async function lookAt(page: Page, { scheme }: Look, [, state]: View): Promise<string[]> {
  const found = await inspect(page)
  if (state !== 'ready') return found
  return [...found, ...(await inspectInColours(page, scheme === 'light' ? 'dark' : 'light'))]
}

describe('every view of the console in every state', () => {
  it.concurrent.for(LOOKS)(
    'has no fault that axe knows of, and fits its window, $scheme and $width px wide',
    async (look, { expect: expectHere }) => {
      const page = await openPage(look)
      const said = watchFaults(page)
      const views = await page.evaluate<View[]>('gallery.views')
      const found: string[] = []
      for (const view of views) {
        const faults = await show(page, view).then(
          () => lookAt(page, look, view),
          (error: unknown) => [String(error)],
        )
        faults.push(...(await brokenOf(page, view)), ...said.splice(0))
        found.push(...faults.map((fault) => `${view.join(', ')}: ${fault}`))
      }

      await page.context().close()
      expectHere(views.length).toBeGreaterThan(400)
      expectHere(found).toEqual([])
    },
  )
})

describe('the look at a page', () => {
  it('finds what is too small to be hit, too pale to be read and too wide', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
    await page.setContent(`<main><h1>Parts</h1>
      <p style="color: #999; background: #fff; width: 400px">Pale and wide</p>
      <style>@media (prefers-color-scheme: dark) { .night { color: #333; background: #000 } }</style>
      <p class="night">Pale by night</p>
      <button style="all: unset; width: 9px; height: 9px; float: left">a</button>
      <button style="all: unset; width: 9px; height: 9px; float: left">b</button></main>`)

    const found = (await inspect(page)).join('\n')
    const inDark = (await inspectInColours(page, 'dark')).join('\n')

    await page.close()
    expect(inDark).toMatch(/^in dark, color-contrast: /m)
    expect(found).toMatch(/^target-size: /m)
    expect(found).toMatch(/^color-contrast: /m)
    expect(found).toMatch(/px too wide$/)
  })
})

/** Where focus is, and the control there when something lies over all of it. */
const FOCUS = `(() => {
  const control = document.activeElement
  const { left, top, width, height } = control.getBoundingClientRect()
  const isSeen = [0.1, 0.5, 0.9].some((x) =>
    [0.1, 0.5, 0.9].some((y) => {
      const hit = document.elementFromPoint(left + width * x, top + height * y)
      return hit !== null && (control.contains(hit) || hit.closest('label')?.contains(control))
    }),
  )
  return {
    place: [...document.querySelectorAll('*')].indexOf(control),
    hidden: isSeen || control === document.body ? [] : [control.outerHTML.slice(0, 200)],
  }
})()`

interface Focus {
  readonly place: number
  readonly hidden: readonly string[]
}

/** Goes round the page once. */
async function goRound(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<Focus[]> {
  const stops = new Map<number, Focus>()
  for (;;) {
    await page.keyboard.press(key)
    const focus = await page.evaluate<Focus>(FOCUS)
    if (stops.has(focus.place)) return [...stops.values()]
    stops.set(focus.place, focus)
  }
}

describe('a reason that all parts of a page have', () => {
  it.each([
    ['failed', 'The server failed'],
    ['unreachable', 'The server does not answer'],
    ['stale', STALE_WORDS],
  ])('is told by each, and once with what can be done, when they are %s', async (state, words) => {
    const page = await openPage({ scheme: 'light', width: 1280 })
    await show(page, ['admin storage', state])
    await expect.poll(() => page.getByText(words).count()).toBe(4)
    const ways = await page.getByRole('button', { name: 'Try again' }).count()

    await page.context().close()
    expect(ways).toBe(1)
  })
})

describe('focus', () => {
  it.each(LOOKS)('is never hidden by the header that sticks, $width px wide', async (look) => {
    const page = await openPage(look)
    const stops: Focus[] = []
    for (const name of LONG_VIEWS) {
      await show(page, [name, 'ready'])
      stops.push(...(await goRound(page, 'Tab')), ...(await goRound(page, 'Shift+Tab')))
    }

    await page.context().close()
    expect(stops.length).toBeGreaterThan(100)
    expect(stops.flatMap(({ hidden }) => hidden)).toEqual([])
  })
})

describe('the menu of the account', () => {
  const narrowDesk = { scheme: 'light', width: 1040 } as const
  it.each([...LOOKS, narrowDesk])(
    'leaves links whole enough to be hit, $width px wide',
    async (look) => {
      const page = await openPage(look)
      const found: string[] = []
      for (const name of ['results', 'admin mail text', 'admin users']) {
        await show(page, [name, 'ready'])
        await page.getByRole('button', { name: /^Account of/ }).click()
        await page.getByRole('button', { name: 'Log out' }).waitFor()
        found.push(...(await inspect(page)))
      }

      await page.context().close()
      expect(found).toEqual([])
    },
  )
})

describe('filters and many tabs, where the window is narrow', () => {
  it.each([
    ['jobs, every state', /^Filters/, 'State'],
    ['admin audit', /^Filters/, 'Who'],
  ])('of %s are folded behind a button that says so', async (view, name, field) => {
    const page = await openPage({ scheme: 'dark', width: 320 })
    await show(page, [view, 'ready'])
    const button = page.getByRole('button', { name })
    const inside = page.getByLabel(field, { exact: true })
    const isSeenBefore = await inside.isVisible()

    await button.press('Enter')

    await inside.waitFor()
    const found = await inspect(page)
    const expanded = await button.getAttribute('aria-expanded')
    await page.context().close()
    expect(isSeenBefore).toBe(false)
    expect(expanded).toBe('true')
    expect(found).toEqual([])
  })

  it('of an administrator are one button with the name of the page, and lead to the others', async () => {
    const page = await openPage({ scheme: 'light', width: 320 })
    await show(page, ['admin users', 'ready'])
    const menu = page.getByRole('navigation', { name: 'Site administration' })
    await menu.getByRole('button', { name: 'Site administration · Users' }).press('Enter')
    await menu.getByRole('link', { name: 'Audit' }).waitFor()
    const found = await inspect(page)

    await menu.getByRole('link', { name: 'Audit' }).press('Enter')

    await menu.getByRole('button', { name: 'Site administration · Audit' }).waitFor()
    expect(await menu.getByRole('link').count()).toBe(0)
    expect(found).toEqual([])
    await page.context().close()
  })
})

describe('a place that is being read', () => {
  it('moves for whoever has nothing against it, and for nobody else', async () => {
    const page = await openPage({ scheme: 'light', width: 1280 })
    const moving = () =>
      page.evaluate<number>(
        "document.getAnimations().filter(({ playState }) => playState === 'running').length",
      )
    await show(page, ['jobs, every state', 'loading'])
    await page.locator('[aria-busy=true] [aria-hidden]').first().waitFor()
    // Colours that were changing when the page came are at rest soon; what pulses never is.
    await expect.poll(moving).toBe(0)

    await page.emulateMedia({ reducedMotion: 'no-preference' })

    await expect.poll(moving).toBeGreaterThan(0)
    await page.context().close()
  })
})
