import { randomUUID } from 'node:crypto'
import { Dashboard } from '@crosspanel/protocol/dashboard'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../../test/src/edge.ts'
import { openWholeNode, type WholeNode } from '../../../test/src/whole-node.ts'
import { inboxCounts } from '../notifications/inbox-schema.ts'

let node: WholeNode
let admin: Person
let ada: Person

beforeAll(async () => {
  node = await openWholeNode({ CROSSPANEL_ALERT_AFTER_LOOKS: '1' })
  admin = await node.edge.person('site-admin')
  ada = await node.edge.person('researcher')
})
afterAll(() => node[Symbol.asyncDispose]())

async function overviewOf({ token }: Person): Promise<Dashboard> {
  const answer = await node.edge.call('GET', '/api/v1/dashboard', { token })
  return Dashboard.parse(await answer.json())
}

describe('the overview', () => {
  it('has the unread notifications of the account', async () => {
    await node.context.db.insert(inboxCounts).values({ accountId: ada.id, unread: 3 })

    const [hers, others] = [await overviewOf(ada), await overviewOf(admin)]

    expect([hers.unreadNotifications, others.unreadNotifications]).toEqual([3, 0])
  })

  it('has the active alerts for administrators alone', async () => {
    await node.context.monitoring.health.read(true)
    node.context.monitoring.alerts.look()

    const [hers, admins] = [await overviewOf(ada), await overviewOf(admin)]

    expect(hers.alerts).toBeNull()
    expect(admins.alerts).toEqual(node.context.monitoring.alerts.listActive())
    expect(admins.alerts?.map(({ code }) => code)).toContain('worker-missing')
  })

  it('needs a login', async () => {
    const answer = await node.edge.call('GET', '/api/v1/dashboard', { token: randomUUID() })

    expect(answer.status).toBe(401)
  })
})
