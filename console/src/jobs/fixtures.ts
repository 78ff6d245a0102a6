import type { JobView } from '@crosspanel/protocol/job'
import { JOB_STATE_WORDS } from '@crosspanel/protocol/states'
import { ago } from '../gallery/view.ts'
import { ENDED } from './state-order.ts'

/** A job for the gallery: what is not given is made up from its number. */
export function exampleJob(number: number, more: Partial<JobView> = {}): JobView {
  const state = more.state ?? 'running'
  return {
    id: `019ac0de-0000-7000-8000-${String(number).padStart(12, '0')}`,
    name: `Cohort ${number}, chromosome ${(number % 22) + 1}`,
    state,
    stateWords: JOB_STATE_WORDS[state],
    panelId: 'site:cape-town/h3africa-v6',
    hostSite: 'site:cape-town',
    epoch: 1,
    submittedAt: ago(number * 37 + 60),
    updatedAt: ago(number * 3 + 1),
    endedAt: ENDED.has(state) ? ago(number * 3 + 1) : null,
    contact: ENDED.has(state) ? null : 'ok',
    isCancelRequested: false,
    progress: state === 'running' ? { phase: 'phasing', chunksDone: 41, chunksTotal: 292 } : null,
    samples: 12_500 + number,
    variants: 654_321,
    ...more,
  }
}
