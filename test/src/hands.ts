import type { Locator, Page } from 'playwright-core'

const STEPS_MAX = 150

/** How somebody works a page. Controls are named as assistive technology names them; the beginning of a name will do. */
export interface Hands {
  /** A button or a link. */
  press(name: string): Promise<void>
  tick(checkbox: string): Promise<void>
  write(field: string, text: string): Promise<void>
  /** One of a list, or one of a group of radio buttons. */
  choose(what: string, option: string): Promise<void>
  giveFile(field: string, path: string): Promise<void>
}

const buttonOrLink = (page: Page, name: RegExp) =>
  page.getByRole('button', { name }).or(page.getByRole('link', { name }))
const radioOf = (page: Page, group: string) =>
  page.getByRole('group', { name: beginning(group) }).getByRole('radio')

export function pointerOn(page: Page): Hands {
  takeChoosers(page)
  return {
    press: (name) => buttonOrLink(page, beginning(name)).first().click(),
    tick: (checkbox) => page.getByLabel(beginning(checkbox)).check(),
    write: (field, text) => page.getByLabel(beginning(field)).fill(text),
    async choose(what, option) {
      const list = page.getByRole('combobox', { name: beginning(what) })
      const radio = page.getByRole('radio', { name: beginning(option) })
      await list.or(radio).first().waitFor()
      if ((await list.count()) > 0) await list.selectOption(option)
      else await radio.check()
    },
    giveFile: (field, path) =>
      withChooser(page, path, () =>
        page
          .locator('label')
          .filter({ hasText: beginning(field) })
          .click(),
      ),
  }
}

/** Tab, arrows, Enter and Space alone, from wherever focus is. */
export function keyboardOn(page: Page): Hands {
  const focused = page.locator(':focus')
  const press = (key: string) => page.keyboard.press(key)
  takeChoosers(page)

  async function pressUntil(key: string, what: string, isThere: () => Promise<boolean>) {
    for (let steps = 0; !(await isThere()); steps += 1) {
      if (steps > STEPS_MAX) throw new Error(`${what} cannot be reached by ${key}`)
      await press(key)
    }
  }

  async function tabTo(control: Locator, name: string): Promise<void> {
    await control.first().waitFor({ state: 'attached' })
    await pressUntil('Tab', name, async () => (await control.and(focused).count()) > 0)
  }

  return {
    async press(name) {
      await tabTo(buttonOrLink(page, beginning(name)), name)
      await press('Enter')
    },
    async tick(checkbox) {
      await tabTo(page.getByRole('checkbox', { name: beginning(checkbox) }), checkbox)
      await press('Space')
    },
    async write(field, text) {
      await tabTo(page.getByLabel(beginning(field)), field)
      await page.keyboard.type(text)
    },
    async choose(what, option) {
      const list = page.getByRole('combobox', { name: beginning(what) })
      await tabTo(list.or(radioOf(page, what)), what)
      const radio = page.getByRole('radio', { name: beginning(option) })
      await pressUntil('ArrowDown', option, async () =>
        (await list.count()) > 0
          ? (await list.inputValue()) === option
          : (await radio.and(focused).count()) > 0,
      )
    },
    async giveFile(field, path) {
      await tabTo(page.getByLabel(beginning(field)), field)
      await withChooser(page, path, () => press('Enter'))
    },
  }
}

/** Playwright takes files over as long as somebody listens, and begins a moment after that. */
function takeChoosers(page: Page): void {
  page.on('filechooser', () => undefined)
}

/** The window of the system in which files are chosen is no part of the page. */
async function withChooser(page: Page, path: string, open: () => Promise<void>): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await open()
  await (await chooser).setFiles(path)
}

/** Text that is for screen readers alone is set off by a space, so a colon may have one before it. */
function beginning(name: string): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^\\s*${literal.replaceAll(':', '\\s*:')}`)
}
