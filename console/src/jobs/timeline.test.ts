import type { JobEvent } from '@crosspanel/protocol/job'
import { canJobMove, hasJobEnded, JOB_STATES } from '@crosspanel/protocol/states'
import { describe, expect, it } from 'vitest'
import { actionsOf, homeSiteOf, stateSince, timelineOf, waitEvent } from './timeline.ts'

const event = (
  seq: number,
  site: string,
  from: string | null,
  to: string,
  cause = '',
): JobEvent => ({
  ...{ seq, site, from, to, cause, epoch: 1 },
  at: `2026-01-01T00:00:${String(seq).padStart(2, '0')}.000Z`,
})
const EVENTS = [
  event(4, 'site:lund', 'transferring', 'queued'),
  event(1, 'site:lund', null, 'checking'),
  event(3, 'site:cape-town', 'receiving', 'queued'),
]
const job = (events: JobEvent[]) => ({
  ...{ events, state: 'queued', updatedAt: '2026-01-02T00:00:00.000Z', endedAt: null },
})

describe('the history of a job', () => {
  it('was begun by its home site', () => {
    expect(homeSiteOf({ events: EVENTS })).toBe('site:lund')
  })

  it('tells since when it is in its state by the home clock alone', () => {
    expect(stateSince(job(EVENTS) as never)).toBe(EVENTS[0]!.at)
    expect(stateSince(job([]) as never)).toBe('2026-01-02T00:00:00.000Z')
  })

  it('is told from the latest', () => {
    expect(timelineOf({ events: EVENTS }).map(({ seq }) => seq)).toEqual([4, 3, 1])
  })

  it('says why it waits, until it goes on', () => {
    const waits = [...EVENTS, event(5, 'site:lund', 'queued', 'queued', 'the host is away')]

    expect(waitEvent(job(waits) as never)?.cause).toBe('the host is away')
    expect(waitEvent(job(EVENTS) as never)).toBeUndefined()
    expect(waitEvent({ ...job(waits), endedAt: '2026-01-03T00:00:00Z' } as never)).toBeUndefined()
  })
})

describe('what may be asked for', () => {
  it.each(JOB_STATES)('in %s is what the protocol lets a researcher do', (state) => {
    const { canCancel, canRetry } = actionsOf({ state, isCancelRequested: false })

    expect(canRetry).toBe(
      canJobMove(state, 'checking', 'researcher') && hasJobEnded(state) && state !== 'draft',
    )
    expect(canCancel).toBe(!hasJobEnded(state) || ['draft', 'uploading'].includes(state))
  })

  it('is no second cancellation', () => {
    expect(actionsOf({ state: 'running', isCancelRequested: true }).canCancel).toBe(false)
  })
})
