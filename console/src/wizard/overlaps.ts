import type { PanelView } from '@crosspanel/protocol/panel'
import { type PanelSketch, sitesOfSketch } from '@crosspanel/protocol/panel-sketch'
import { type Overlap, overlapOf, type SiteSketch } from '@crosspanel/protocol/site-sketch'
import { createMemo, mapArray } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery, type Query } from '../api/query.ts'

/** What part of the files' variants a panel has, while it is asked and when nobody can say. */
export type OverlapState = Overlap | 'reading' | 'unread'

/** Compares files with each panel that can be used and has a sketch. Answers with nothing for any other. */
export function createOverlaps(
  panels: () => readonly PanelView[],
  own: () => SiteSketch | undefined,
): (panelId: string) => OverlapState | undefined {
  // A list that is read again may have another panel in the same row, so rows are no keys.
  const published = () =>
    panels().flatMap(({ panelId, sketch, isOpenToUs }) =>
      sketch !== undefined && isOpenToUs ? [`${panelId} ${sketch.sha256}`] : [],
    )
  const states = createMemo(
    mapArray(published, (key) => {
      const [panelId = ''] = key.split(' ')
      const [site = '', name = ''] = panelId.split('/')
      const sketch = createQuery(
        () => key,
        () => read(api.panels[':site'][':name'].sketch.$get({ param: { site, name } })),
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
  own: SiteSketch | undefined,
): OverlapState {
  const data = sketch.data()
  if (data === undefined) return sketch.failure() === undefined ? 'reading' : 'unread'
  const sites = sitesOfSketch(data)
  if (sites === undefined) return 'unread'
  return own === undefined ? { compared: 0, found: 0, isExact: false } : overlapOf(own, sites)
}
