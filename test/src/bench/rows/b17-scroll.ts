import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, openWindow } from '../../browser.ts'
import { openGallery } from '../../gallery.ts'
import { alternate } from '../alternate.ts'
import type { BenchRow } from '../row.ts'
import { median } from '../statistics.ts'

const JOBS = 10_000
const ROW_PX = 72
const PX_PER_FRAME = 120
const FRAMES = { smoke: 60, full: 600 } as const

/** Of one way down: frames that came more than half a frame late, of a hundred, and the longest in milliseconds. */
interface Frames {
  readonly latePercent: number
  readonly longestMs: number
}

export const row: BenchRow = {
  id: 'B17',
  title: 'the list of jobs with 10,000 rows, scrolled fast',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const gallery = stack.use(await openGallery(join(ports.dir, 'gallery')))
    const browser = await openBrowser()
    stack.defer(() => browser.close())
    const window = await openWindow(browser, { scheme: 'light', width: 1280 })
    const page = await window.newPage()
    await page.goto(gallery.url)
    await page.evaluate("gallery.show('jobs, ten thousand', 'ready')")
    await page.getByRole('grid').getByRole('row').nth(1).waitFor()
    const rows = await page.getByRole('grid').getAttribute('aria-rowcount')
    if (rows !== String(JOBS + 1)) throw new Error(`the list says that it has ${rows} rows`)
    const bare = await window.newPage()
    await bare.setContent(
      `<div role="grid" style="height: 600px; overflow: auto"><div style="height: ${JOBS * ROW_PX}px"></div></div>`,
    )
    const of = (one: Page) => async () => {
      await one.bringToFront()
      return one.evaluate<Frames>(scrollFor(FRAMES[size]))
    }

    const { ours, peer } = await alternate<'ours' | 'peer', Frames>(size, {
      ours: of(page),
      peer: of(bare),
    })

    const drawn = await page.getByRole('grid').getByRole('row').count()
    const facts = {
      'frames a sample': FRAMES[size],
      'rows drawn': drawn,
      'of an empty page, %': median(peer.map(({ latePercent }) => latePercent)),
    }
    return [
      {
        ...{ what: 'frames more than half a frame late', unit: '%', better: 'lower', facts },
        ours: ours.map(({ latePercent }) => latePercent),
        goal: { words: 'none', isReached: (summary) => summary.ours === 0 },
      },
      {
        ...{ what: 'the longest frame', unit: 'ms', better: 'lower' },
        ours: ours.map(({ longestMs }) => longestMs),
        peer: {
          name: 'an empty page of the same height',
          values: peer.map((frames) => frames.longestMs),
        },
      },
    ]
  },
}

/** Scrolls from the top, a step each frame, and looks when frames come. As text, because there are no types of a page here. */
function scrollFor(frames: number): string {
  return `new Promise((resolve) => {
    const box = document.querySelector('[role=grid]')
    box.scrollTop = 0
    const tookMs = []
    let before
    requestAnimationFrame(function step(at) {
      if (before !== undefined) tookMs.push(at - before)
      before = at
      if (tookMs.length < ${frames}) {
        box.scrollTop += ${PX_PER_FRAME}
        requestAnimationFrame(step)
        return
      }
      const late = tookMs.filter((ms) => ms > 1.5 * 1000 / 60).length
      resolve({ latePercent: 100 * late / tookMs.length, longestMs: Math.max(...tookMs) })
    })
  })`
}
