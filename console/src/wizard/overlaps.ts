import type { PanelView } from '@crosspanel/protocol/panel'
import { type PanelSketch, variantsOfSketch } from '@crosspanel/protocol/panel-sketch'
import { type Overlap, overlapOf, type VariantSketch } from '@crosspanel/protocol/variant-sketch'
import { createMemo, mapArray } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery, type Query } from '../api/query.ts'
import { panelPath } from '../panels/panel-path.ts'

/** What part of the files' variants a panel has, while it is asked and when nobody can say. */
export type OverlapState = Overlap | 'reading' | 'unread'

/** Compares files with each panel that can be used and has a sketch. Answers with nothing for any other. */
export function createOverlaps(
  panels: () => readonly PanelView[],
  own: () => VariantSketch | undefined,
): (panelId: string) => OverlapState | undefined {
  // A list that is read again may have another panel in the same row, so rows are no keys.
  const published = () =>
    panels().flatMap(({ panelId, sketch, isOpenToUs }) =>
      sketch !== undefined && isOpenToUs ? [`${panelId} ${sketch.sha256}`] : [],
    )
  const states = createMemo(
    mapArray(published, (key) => {
      const [panelId = ''] = key.split(' ')
      const sketch = createQuery(
        () => key,
        () => read(api.panels[':site'][':name'].sketch.$get({ param: panelPath(panelId) })),
      )
      const state = createMemo(() => stateOf(sketch, own()))
      return { panelId, state }
    }),
  )
  return (panelId) =>
    states()
      .find((one) => one.panelId === panelId)
      ?.state()
}

/** Files that were not read, as BCF is not in a browser, have no variant to compare. */
export function stateOf(
  sketch: Pick<Query<PanelSketch>, 'data' | 'failure'>,
  own: VariantSketch | undefined,
): OverlapState {
  const data = sketch.data()
  if (data === undefined) return sketch.failure() === undefined ? 'reading' : 'unread'
  const theirs = variantsOfSketch(data)
  if (theirs === undefined) return 'unread'
  return own === undefined ? { compared: 0, found: 0, isExact: false } : overlapOf(own, theirs)
}
