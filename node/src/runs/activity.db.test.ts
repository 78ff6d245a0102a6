import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import { readActivity } from './activity.ts'

const stack = new AsyncDisposableStack()
let db: ReturnType<typeof openDb>['db']

beforeAll(async () => {
  const { url } = stack.use(await cloneDatabase('node'))
  const opened = openDb(url)
  stack.defer(() => opened.close())
  db = opened.db
})
afterAll(() => stack.disposeAsync())

interface Ended {
  readonly number: number
  readonly state: string
  readonly at: string
  readonly panel?: string
  readonly waitS?: number
}

/** Runs that ended at one moment, each of ten samples, after waiting for their start. */
async function addEnded({ number, state, at, panel = 'swegen', waitS = 60 }: Ended): Promise<void> {
  await db.$client`
    with made as (
      insert into runs (id, home_site, home_job, epoch, offer_mid, state, panel_id, panel_digest,
        parameters, input, samples, variants, result_recipient, subject, deadline, not_before,
        manifest_sha256, created_at, updated_at, ended_at)
      select gen_random_uuid(), 'site:ibadan', gen_random_uuid(), 1, gen_random_uuid(), ${state},
        'site:lund/' || ${panel}, 'd', '{}', '{}', 10, 100, 'k', 's', now(), now(), 'm',
        ${at}::timestamptz - interval '1 hour', now(), ${at}::timestamptz
      from generate_series(1, ${number}::int)
      returning id, created_at)
    insert into run_events (run_id, seq, at, to_state, cause)
    select id, 1, created_at, 'queued', 'x' from made
    union all
    select id, 2, created_at + make_interval(secs => ${waitS}::int), 'running', 'x' from made`
}

describe('the activity that a site tells of', () => {
  it('is of whole days, UTC, by panel: what ended, what failed, how long it waited', async () => {
    await addEnded({ number: 6, state: 'delivered', at: '2026-03-08T00:00:00Z' })
    await addEnded({ number: 5, state: 'failed', at: '2026-03-08T23:59:59Z', waitS: 120 })
    await addEnded({ number: 7, state: 'rejected', at: '2026-03-08T12:00:00Z' })
    await addEnded({ number: 3, state: 'purged', at: '2026-03-08T12:00:00Z', panel: 'other' })
    await addEnded({ number: 9, state: 'purged', at: '2026-03-09T12:00:00Z' })
    await addEnded({ number: 9, state: 'purged', at: '2026-03-10T00:00:00Z' })

    const told = await readActivity(db, { from: '2026-03-08', to: '2026-03-09' })

    const small = { runs: null, failed: null, medianWaitS: null, samples: null }
    expect(told).toEqual({
      from: '2026-03-08',
      to: '2026-03-09',
      cells: [
        { day: '2026-03-08', panelId: 'site:lund/other', ...small },
        {
          ...{ day: '2026-03-08', panelId: 'site:lund/swegen' },
          ...{ runs: 11, failed: 5, medianWaitS: 60, samples: 110 },
        },
        {
          ...{ day: '2026-03-09', panelId: 'site:lund/swegen' },
          ...{ runs: 9, failed: 0, medianWaitS: 60, samples: 90 },
        },
      ],
    })
  })
})
