import { sha256Hex } from '@crosspanel/protocol/digest'
import type { PanelId, Sha256 } from '@crosspanel/protocol/ids'
import type { PanelView } from '@crosspanel/protocol/panel'
import { PanelSketch, variantsOfSketch } from '@crosspanel/protocol/panel-sketch'
import { DomainError } from '@crosspanel/protocol/problem'
import { jsonOf } from '../json-bytes.ts'
import type { Federation } from '../peers/ports.ts'

/** About 215 kB each. */
const KEPT_SKETCHES = 100

export interface SketchesDeps {
  /** Bytes of the sketch of a panel that this site serves. */
  readonly readOwn: (panelId: PanelId) => Promise<Uint8Array | undefined>
  readonly fetchSketch: Federation['fetchSketch']
  readonly siteId: string
}

/** Sketches of panels that this site may use, each believed only when it has the digest that its host signed. */
export function createSketches({ readOwn, fetchSketch, siteId }: SketchesDeps) {
  /** Also those that are on their way: however many ask, one call is made. */
  const kept = new Map<Sha256, Promise<PanelSketch>>()

  async function bytesOf({ panelId, hostSite }: PanelView): Promise<Uint8Array> {
    if (hostSite === siteId) {
      const own = await readOwn(panelId)
      if (own === undefined) throw new DomainError('sketch-not-found')
      return own
    }
    const reply = await fetchSketch(hostSite, panelId)
    switch (reply.kind) {
      case 'answered':
        return reply.value
      case 'refused':
        throw new DomainError('sketch-not-found', `the host answered ${reply.problem.code}`)
      case 'unreachable':
        throw new DomainError('host-not-answering', reply.detail)
    }
  }

  /** Throws `sketch-not-found` where none is published, and `host-not-answering` where it cannot be had now. */
  return async function getSketch(panel: PanelView): Promise<PanelSketch> {
    if (panel.sketch === undefined || !panel.isOpenToUs) throw new DomainError('sketch-not-found')
    const { sha256 } = panel.sketch
    const known = kept.get(sha256)
    if (known !== undefined) return known
    const fetched = bytesOf(panel).then((bytes) => believe(bytes, sha256, panel))
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size >= KEPT_SKETCHES) kept.delete(oldest)
    kept.set(sha256, fetched)
    fetched.catch(() => kept.delete(sha256))
    return fetched
  }
}

/** A sketch of another version than the host last told of is as good as none until the next descriptor. */
async function believe(
  bytes: Uint8Array,
  sha256: Sha256,
  { panelId, version }: PanelView,
): Promise<PanelSketch> {
  if ((await sha256Hex(bytes)) !== sha256) {
    throw new DomainError('host-not-answering', 'the sketch is not the one that the host signed')
  }
  const parsed = PanelSketch.safeParse(jsonOf(bytes))
  const sketch = parsed.data
  if (sketch?.panelId === panelId && sketch.version === version && variantsOfSketch(sketch)) {
    return sketch
  }
  throw new DomainError('host-not-answering', 'what the host signed is not a sketch of this panel')
}
