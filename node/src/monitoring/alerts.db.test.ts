import { randomUUID } from 'node:crypto'
import { AlertPage, AlertView, SilenceList, SilenceView } from '@crosspanel/protocol/alert'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { absent } from '../../../test/src/absent.ts'
import { type Edge, openEdge, type Person, refusal } from '../../../test/src/edge.ts'
import type { Db } from '../db.ts'
import { liveEvents, notificationEvents } from '../notifications/schema.ts'
import { createAlertBook } from './alert-book.ts'
import { AlertEnvironment, alertSettingsOf } from './alert-settings.ts'
import { createAlertStore } from './alert-store.ts'
import { createAlertService } from './alerts.ts'
import { auditEntries } from './schema.ts'
import type { Facts } from './facts.ts'
import { RULES } from './rules.ts'
import { z } from 'zod'

const limits = alertSettingsOf(z.object(AlertEnvironment).parse({}))

function factsOf(damagedFiles: number | undefined): Facts {
  return {
    ...{
      parts: [],
      peers: [],
      keys: [],
      damagedFiles,
      registryClockOffsetS: undefined,
      manyMissing: undefined,
    },
    ...{ document: undefined, volumes: undefined, queues: undefined, outbox: undefined },
    ...{ database: undefined, backup: undefined, certificateExpires: undefined, mail: undefined },
  }
}

/** A process that looks and writes; rules have one look in each direction. */
function watcher(db: () => Db) {
  const world = { damaged: 0 as number | undefined }
  const service = createAlertService({
    store: createAlertStore(
      new Proxy(Object.create(null) as Db, { get: (_db, key) => db()[key as keyof Db] }),
    ),
    book: createAlertBook({
      ...{ rules: RULES, limits, raiseAfter: 1, resolveAfter: 1 },
      newId: randomUUID,
      now: () => new Date(),
    }),
    facts: () => factsOf(world.damaged),
    settings: limits,
    holder: randomUUID(),
    newId: randomUUID,
    now: () => new Date(),
  })
  return {
    service,
    async see(damaged: number | undefined): Promise<boolean> {
      world.damaged = damaged
      service.look()
      return service.write()
    },
  }
}

let edge: Edge
let admin: Person
let researcher: Person
const first = watcher(() => edge.db)
beforeAll(async () => {
  const monitoring = { alerts: first.service, metrics: absent('metrics') } as never
  edge = await openEdge({ monitoring })
  admin = await edge.person('site-admin')
  researcher = await edge.person('researcher')
})
afterAll(() => edge[Symbol.asyncDispose]())

const call = async <T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown) => {
  const response = await edge.call(method, `/api/v1/alerts${path}`, { token: admin.token, body })
  return schema.parse(await response.json())
}
const list = async (query = '') => (await call(AlertPage, 'GET', query)).alerts
const told = async () =>
  (await edge.db.select().from(notificationEvents).orderBy(notificationEvents.seq)).map(
    ({ kind, recipient, key }) => [kind, recipient, key],
  )

describe('an alert', () => {
  it('is raised, acknowledged and resolved, each told of once', async () => {
    await first.see(2)
    await first.see(2)
    const [raised] = await list()
    const id = raised?.id ?? ''
    const acknowledged = await call(AlertView, 'POST', `/${id}/acknowledge`)
    await first.see(0)
    await first.see(0)

    expect(raised).toMatchObject({ code: 'files-damaged', state: 'raised', severity: 'critical' })
    expect(acknowledged.state).toBe('acknowledged')
    expect(await list()).toEqual([])
    expect(await list('?state=resolved')).toMatchObject([{ id, state: 'resolved' }])
    expect(await told()).toEqual([
      ['alert-raised', 'site-admins', id],
      ['alert-resolved', 'site-admins', id],
    ])
    const audit = await edge.db.select().from(auditEntries).orderBy(auditEntries.seq)
    const actions = audit.filter(({ object }) => object === `alert:${id}`)
    expect(actions.map(({ actor, action }) => [actor, action])).toEqual([
      ['node', 'alert.raised'],
      [`account:${admin.id}`, 'alert.acknowledged'],
      ['node', 'alert.resolved'],
    ])
    const live = await edge.db.select().from(liveEvents).orderBy(liveEvents.seq)
    expect(live.map(({ topic, data }) => [topic, data['state']])).toEqual([
      ['site-admins', 'raised'],
      ['site-admins', 'acknowledged'],
      ['site-admins', 'resolved'],
    ])
    const again = await edge.call('POST', `/api/v1/alerts/${id}/acknowledge`, {
      token: admin.token,
    })
    expect(await refusal(again)).toEqual([409, 'alert-state-conflict'])
  })

  it('is raised in a silence, and told of when the silence ends', async () => {
    const before = (await told()).length
    const wish = { code: 'files-damaged', minutes: 60, reason: 'the disk is being changed' }
    const silence = await call(SilenceView, 'POST', '/silences', wish)
    await first.see(3)
    const [silent] = await list()
    const inSilence = (await told()).length
    expect(await call(SilenceList, 'GET', '/silences')).toEqual({ silences: [silence] })
    await edge.call('DELETE', `/api/v1/alerts/silences/${silence.id}`, { token: admin.token })
    await first.see(3)

    expect(silent?.silencedUntil).toBe(silence.until)
    expect([inSilence, (await told()).length]).toEqual([before, before + 1])
    await first.see(0)
  })

  it('is taken over by a process that comes later, and raised by one of them only', async () => {
    const second = watcher(() => edge.db)
    await first.see(1)
    const writes = await second.see(1)
    const [alert, ...others] = await list()
    await first.service.release()
    const writesThen = await second.see(0)

    expect(others).toEqual([])
    expect([writes, writesThen]).toEqual([false, true])
    expect((await list('?state=resolved&limit=1'))[0]?.id).toBe(alert?.id)
    await second.service.release()
  })

  it('that rose and resolved while the database was away is written when it is back', async () => {
    let isAway = true
    const lone = watcher(() => {
      if (isAway) throw new Error('the database is away')
      return edge.db
    })
    await expect(lone.see(5)).rejects.toThrow('away')
    const shown = lone.service.listActive()
    await expect(lone.see(0)).rejects.toThrow('away')
    isAway = false
    await lone.see(0)

    expect(shown).toMatchObject([{ code: 'files-damaged', seen: '5 stored files are damaged' }])
    const [written] = await list('?state=resolved&limit=1')
    expect(written).toMatchObject({
      ...{ id: shown[0]?.id, state: 'resolved' },
      told: { key: 'files.damaged', params: { files: 5 } },
    })
    await lone.service.release()
  })
})

describe('the list of alerts', () => {
  it('goes on where the last page ended', async () => {
    const all = await list('?state=all')
    const page = await call(AlertPage, 'GET', '?state=all&limit=2')
    const rest = await call(AlertPage, 'GET', `?state=all&cursor=${page.next ?? ''}`)

    expect([...page.alerts, ...rest.alerts]).toEqual(all)
  })

  it.each(['', '/silences'])('is not for researchers: %s', async (path) => {
    const response = await edge.call('GET', `/api/v1/alerts${path}`, { token: researcher.token })

    expect(await refusal(response)).toEqual([403, 'forbidden'])
  })

  it('answers not found for what is not there', async () => {
    const token = admin.token
    const alert = await edge.call('POST', `/api/v1/alerts/${randomUUID()}/acknowledge`, { token })
    const silence = await edge.call('DELETE', `/api/v1/alerts/silences/${randomUUID()}`, { token })

    expect(await refusal(alert)).toEqual([404, 'alert-not-found'])
    expect(await refusal(silence)).toEqual([404, 'silence-not-found'])
  })
})
