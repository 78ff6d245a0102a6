import { ago, type GalleryView } from '../gallery/view.ts'
import { EXAMPLE_TERMS, examplePanel } from '../wizard/fixtures.ts'

const panels = [
  examplePanel({
    terms: EXAMPLE_TERMS,
    sketch: { sha256: 'b'.repeat(64), variants: 20_000 },
  }),
  examplePanel({
    panelId: 'site:ibadan/1000g-southern-european',
    title:
      'A panel with a very long title that somebody has written to say all that can be said of it, phase 3',
    hostSite: 'site:ibadan',
    hostName: 'University of Ibadan, Institute of Advanced Medical Research and Training',
    host: 'lost',
    hostTold: null,
    populations: [],
  }),
  examplePanel({
    panelId: 'site:lund/swegen',
    title: 'SweGen',
    hostSite: 'site:lund',
    hostName: 'Lund University',
    build: 'GRCh37',
    isOpenToUs: false,
    samples: 1_234_567,
  }),
].map((panel) =>
  panel.hostTold === null ? panel : { ...panel, hostTold: { ...panel.hostTold, at: ago(2) } },
)

const answers = { 'GET /api/v1/panels': { body: { panels } } }

export const views: readonly GalleryView[] = [
  { name: 'panels', path: '/panels', answers },
  {
    name: 'panels, none',
    path: '/panels',
    answers: { 'GET /api/v1/panels': { body: { panels: [] } } },
  },
  {
    name: 'panels side by side',
    path: `/panels/compare?panels=${panels.map(({ panelId }) => panelId).join(',')}`,
    answers,
  },
  {
    name: 'panel',
    path: '/panels/site:cape-town/h3africa-v6',
    answers: { 'GET /api/v1/panels/site:cape-town/h3africa-v6': { body: panels[0] } },
  },
]
