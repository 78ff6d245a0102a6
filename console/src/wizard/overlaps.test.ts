import { panelSketchOf } from '@crosspanel/protocol/panel-sketch'
import { HASH_END } from '@crosspanel/protocol/variant-sketch'
import { createRoot, createSignal } from 'solid-js'
import { describe, expect, it, vi } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import { examplePanel } from './fixtures.ts'
import { createOverlaps, stateOf } from './overlaps.ts'

// Node's own build of Solid keeps nothing from one reading of a list to the next.
vi.mock('solid-js', () => vi.importActual('solid-js/dist/solid.js'))
const asked = vi.hoisted(() => vi.fn<(key: string) => void>())
vi.mock('../api/query.ts', () => ({
  createQuery(key: () => string) {
    asked(key())
    return { data: () => PANEL, failure: () => undefined }
  },
}))

const sitesOf = (...hashes: number[]) => ({
  threshold: HASH_END,
  hashes: Float64Array.from(hashes),
})
const PANEL = panelSketchOf({ panelId: 'site:lund/p', version: '1' }, sitesOf(1, 2, 3))
const nothing = () => undefined
const read = { data: () => PANEL, failure: nothing }

describe('the overlap of files with a panel', () => {
  it('is of the variants that were read', () => {
    expect(stateOf(read, sitesOf(2, 3, 4, 5))).toEqual({ compared: 4, found: 2, isExact: true })
  })

  it('is of no variant when none was read', () => {
    expect(stateOf(read, undefined)).toMatchObject({ compared: 0 })
  })

  it('is not known while the sketch is on its way, and when it cannot be had or read', () => {
    const failure = () => new ApiFailure('unreachable')
    const broken = () => ({ ...PANEL, threshold: 2 })

    expect(stateOf({ data: nothing, failure: nothing }, sitesOf(1))).toBe('reading')
    expect(stateOf({ data: nothing, failure }, sitesOf(1))).toBe('unread')
    expect(stateOf({ data: broken, failure: nothing }, sitesOf(1))).toBe('unread')
  })

  it('stays what it was when the sketch cannot be read again', () => {
    const failure = () => new ApiFailure('unreachable')

    expect(stateOf({ ...read, failure }, sitesOf(1))).toMatchObject({ compared: 1, found: 1 })
  })
})

describe('the overlaps of files with panels', () => {
  const panelOf = (panelId: string, more = {}) =>
    examplePanel({ panelId, sketch: { sha256: 'a'.repeat(64), variants: 3 }, ...more })
  const first = panelOf('site:lund/b')
  const open = () =>
    createRoot(() => {
      const [panels, setPanels] = createSignal([first])
      const overlapOf = createOverlaps(panels, () => sitesOf(1, 9))
      return { overlapOf, setPanels }
    })

  it('are there for panels that publish a sketch and are open, and for no other', () => {
    const { overlapOf, setPanels } = open()
    setPanels([
      first,
      examplePanel({ panelId: 'site:lund/bare' }),
      panelOf('site:lund/closed', { isOpenToUs: false }),
    ])

    expect(overlapOf('site:lund/b')).toMatchObject({ compared: 2, found: 1 })
    expect(overlapOf('site:lund/bare')).toBeUndefined()
    expect(overlapOf('site:lund/closed')).toBeUndefined()
  })

  it('go with their panels when another comes before them in the same list', () => {
    const { overlapOf, setPanels } = open()
    const row = { ...first }
    setPanels([row])
    asked.mockClear()

    // What a store does with rows that have no `id`: each stays where it is, and gets other contents.
    setPanels([Object.assign(row, { panelId: 'site:lund/a' }), panelOf('site:lund/b')])

    expect(overlapOf('site:lund/a')).toMatchObject({ compared: 2 })
    expect(overlapOf('site:lund/b')).toMatchObject({ compared: 2 })
    expect(asked).toHaveBeenCalledOnce()
  })

  it('are read anew when a panel has another sketch, and not when the list is read again', () => {
    const { setPanels } = open()
    asked.mockClear()

    setPanels([panelOf('site:lund/b')])
    expect(asked).not.toHaveBeenCalled()
    setPanels([panelOf('site:lund/b', { sketch: { sha256: 'b'.repeat(64), variants: 3 } })])
    expect(asked).toHaveBeenCalledOnce()
  })
})
