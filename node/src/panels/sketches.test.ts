import { sha256Hex } from '@crosspanel/protocol/digest'
import type { PanelView } from '@crosspanel/protocol/panel'
import { panelSketchOf } from '@crosspanel/protocol/panel-sketch'
import { problemOf } from '@crosspanel/protocol/problem'
import { HASH_END } from '@crosspanel/protocol/variant-sketch'
import { describe, expect, it, vi } from 'vitest'
import type { PeerReply } from '../peers/ports.ts'
import { createSketches } from './sketches.ts'

const PANEL = { panelId: 'site:ulm/p', version: '1' }
const SKETCH = panelSketchOf(PANEL, { threshold: HASH_END, hashes: Float64Array.of(3, 5) })
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

async function panelOf(bytes: Uint8Array, hostSite = 'site:ulm', version = '1') {
  const sketch = { sha256: await sha256Hex(bytes), variants: 2 }
  return { ...PANEL, version, hostSite, isOpenToUs: true, sketch } as PanelView
}

function open(reply: PeerReply<Uint8Array>, own?: Uint8Array) {
  const fetchSketch = vi.fn(() => Promise.resolve(reply))
  const readOwn = () => Promise.resolve(own)
  return { fetchSketch, get: createSketches({ siteId: 'site:lund', fetchSketch, readOwn }) }
}

const answered = (value: Uint8Array) => ({ kind: 'answered', value }) as const

describe('the sketch of a panel', () => {
  it('of another site is asked for once', async () => {
    const { get, fetchSketch } = open(answered(bytesOf(SKETCH)))
    const panel = await panelOf(bytesOf(SKETCH))

    expect(await Promise.all([get(panel), get(panel)])).toEqual([SKETCH, SKETCH])
    expect(await get(panel)).toEqual(SKETCH)
    expect(fetchSketch.mock.calls).toEqual([['site:ulm', 'site:ulm/p']])
  })

  it('of a panel here is read, and nobody is asked', async () => {
    const { get, fetchSketch } = open(answered(new Uint8Array()), bytesOf(SKETCH))

    expect(await get(await panelOf(bytesOf(SKETCH), 'site:lund'))).toEqual(SKETCH)
    expect(fetchSketch).not.toHaveBeenCalled()
  })

  it('is not there where none is published, the panel is closed, withdrawn or refused', async () => {
    const refused = { kind: 'refused', problem: problemOf('sketch-not-found') } as const
    const { get } = open(refused)
    const panel = await panelOf(bytesOf(SKETCH))
    const missing = { code: 'sketch-not-found' }

    await expect(get({ ...PANEL, hostSite: 'site:ulm' } as PanelView)).rejects.toMatchObject(
      missing,
    )
    await expect(get(panel)).rejects.toMatchObject(missing)
    await expect(get({ ...panel, isOpenToUs: false })).rejects.toMatchObject(missing)
    await expect(get({ ...panel, hostSite: 'site:lund' })).rejects.toMatchObject(missing)
  })

  it('is asked for again after a host that did not answer', async () => {
    const { get, fetchSketch } = open({ kind: 'unreachable', detail: 'no answer' })
    const panel = await panelOf(bytesOf(SKETCH))

    await expect(get(panel)).rejects.toMatchObject({ code: 'host-not-answering' })
    fetchSketch.mockResolvedValue(answered(bytesOf(SKETCH)))
    expect(await get(panel)).toEqual(SKETCH)
  })

  it('is not believed when its host signed another', async () => {
    const { get } = open(answered(bytesOf({ ...SKETCH, threshold: 7 })))

    await expect(get(await panelOf(bytesOf(SKETCH)))).rejects.toMatchObject({
      code: 'host-not-answering',
    })
  })

  it.each([
    ['no JSON', new TextEncoder().encode('{')],
    ['another document', bytesOf({ panelId: 'site:ulm/p' })],
    ['that of another panel', bytesOf({ ...SKETCH, panelId: 'site:ulm/q' })],
    ['that of another version', bytesOf({ ...SKETCH, version: '2' })],
    ['hashes that are none', bytesOf({ ...SKETCH, threshold: 4 })],
  ])('is not believed when its host signed %s', async (_, bytes) => {
    const { get } = open(answered(bytes))

    await expect(get(await panelOf(bytes))).rejects.toMatchObject({ code: 'host-not-answering' })
  })

  it('is kept for a hundred panels and no more', async () => {
    const { get, fetchSketch } = open(answered(bytesOf(SKETCH)))
    const first = await panelOf(bytesOf(SKETCH))
    await get(first)
    for (let i = 0; i < 100; i++) {
      const bytes = bytesOf({ ...SKETCH, version: `v${i}` })
      fetchSketch.mockResolvedValue(answered(bytes))
      await get(await panelOf(bytes, 'site:ulm', `v${i}`))
    }
    fetchSketch.mockResolvedValue(answered(bytesOf(SKETCH)))

    await get(first)
    expect(fetchSketch).toHaveBeenCalledTimes(102)
  })
})
