import type { Page } from 'playwright-core'

const TABS_MAX = 150

/** Goes to a control by Tab alone, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (matches(await nameOf(page), name)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no control called ${String(name)} can be reached by Tab`)
}

/** What the focused control is called: its label, or its text. As text, because tests have no types of a page. */
function nameOf(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const control = document.activeElement
    const label = control.labels?.[0]?.textContent
    return (control.getAttribute('aria-label') ?? label ?? control.textContent ?? '').trim()
  })()`)
}

function matches(text: string, name: string | RegExp): boolean {
  return typeof name === 'string' ? text.startsWith(name) : name.test(text)
}

export async function pressOn(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press(key)
}
