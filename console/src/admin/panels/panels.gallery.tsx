import type { OwnPanelView, PanelTaskView } from '@crosspanel/protocol/panel-admin'
import { fault } from '@crosspanel/protocol/faults'
import { panelStep } from '@crosspanel/protocol/panel-steps'
import { problemOf } from '@crosspanel/protocol/problem'
import { ago, type GalleryView } from '../../gallery/view.ts'

const panel: OwnPanelView = {
  panelId: 'site:lund/h3africa-v6',
  version: 'v6',
  title: 'H3Africa Consortium Reference Panel, Phase 1 and 2, with all Cohorts',
  build: 'GRCh38',
  samples: 4_447,
  populations: [{ code: 'YRI', samples: 108 }],
  chromosomes: Array.from({ length: 22 }, (_, index) => ({
    chromosome: String(index + 1),
    start: 1,
    end: 100_000_000,
    variants: 1_000_000,
  })),
  phasingEngines: ['eagle'],
  minSamples: 20,
  maxSamples: 50_000,
  digest: 'c5'.repeat(32),
  access: 'members',
  sketch: { sha256: 'e7'.repeat(32), variants: 20_000 },
  maxAlleleSwitches: 2_147_483_647,
  state: 'published',
  geneticMaps: { '20': 'given' },
  createdAt: ago(50_000),
  files: [{ name: 'chr20.msav', size: 3.4e10, sha256: 'd6'.repeat(32) }],
}

const task = (n: number, changes: Partial<PanelTaskView>): PanelTaskView => ({
  taskId: `019ac0de-0000-7000-8000-0000000003${String(n).padStart(2, '0')}`,
  panelId: 'site:lund/nordic-v2',
  state: 'running',
  ...panelStep('engines', { chromosome: '7' }),
  done: 13,
  total: 44,
  problem: null,
  createdAt: ago(30),
  endedAt: null,
  ...changes,
})

const FILE = 'chr20.vcf.gz'
const UNPHASED = fault('source-unphased', `#/${FILE}`, {
  ...{ file: FILE, count: 12, first: 'chr20:60343' },
})

const tasks = [
  task(1, {}),
  task(2, {
    state: 'failed',
    endedAt: ago(20),
    problem: problemOf('panel-source-refused', {
      detail: `${FILE}: ${UNPHASED.detail}`,
      errors: [UNPHASED],
    }),
  }),
  task(3, { state: 'done', endedAt: ago(1), ...panelStep('done'), done: 44 }),
]

export const views: readonly GalleryView[] = [
  {
    name: 'admin panels',
    path: '/admin/panels',
    as: 'site-admin',
    answers: {
      'GET /api/v1/panels/own': {
        body: {
          panels: [
            panel,
            {
              ...panel,
              panelId: 'site:lund/old-v1',
              title: 'Old',
              state: 'withdrawn',
              access: ['site:cape-town', 'site:ibadan'],
            },
          ],
        },
      },
      'GET /api/v1/panels/tasks': { body: { tasks } },
    },
  },
  {
    name: 'admin panels, none',
    path: '/admin/panels',
    as: 'site-admin',
    answers: {
      'GET /api/v1/panels/own': { body: { panels: [] } },
      'GET /api/v1/panels/tasks': { body: { tasks: [] } },
    },
  },
  {
    name: 'admin panels, add',
    path: '/admin/panels/new',
    as: 'site-admin',
    answers: {
      'GET /api/v1/status': { body: { siteId: 'site:lund', siteName: 'Lund University' } },
    },
  },
]
