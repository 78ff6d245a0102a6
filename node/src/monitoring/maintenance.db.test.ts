import { Maintenance } from '@crosspanel/protocol/maintenance'
import { Problem } from '@crosspanel/protocol/problem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, type Person } from '../../../test/src/edge.ts'
import { createMaintenance } from './maintenance.ts'

let edge: Edge
let ada: Person
let admin: Person

beforeAll(async () => {
  edge = await openEdge()
  ada = await edge.person('researcher')
  admin = await edge.person('site-admin')
})
afterAll(() => edge[Symbol.asyncDispose]())

const change = (body: object) =>
  edge.call('PUT', '/api/v1/maintenance', { token: admin.token, body })
const removeKey = (token: string) => edge.call('DELETE', '/api/v1/me/public-key', { token })

describe('maintenance', () => {
  it('lets researchers look, and change nothing, until it ends', async () => {
    const until = new Date(Date.now() + 600_000).toISOString()
    await change({ isOn: true, message: 'New disks', until })

    const refused = await removeKey(ada.token)
    const looked = await edge.call('GET', '/api/v1/me', { token: ada.token })
    const byAdmin = await removeKey(admin.token)
    await change({ isOn: false })
    const afterwards = await removeKey(ada.token)

    expect(refused.status).toBe(503)
    expect(Problem.parse(await refused.json())).toMatchObject({
      code: 'maintenance',
      detail: 'New disks',
    })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(300)
    expect(looked.status).toBe(200)
    expect(byAdmin.status).toBe(204)
    expect(afterwards.status).toBe(204)
  })

  it('is known to the other processes of the site', async () => {
    const other = createMaintenance({ db: edge.db, now: () => new Date() })
    await change({ isOn: true, message: 'Moving' })

    const state = await other.read()
    await change({ isOn: false })

    expect(Maintenance.parse(state)).toEqual({ isOn: true, message: 'Moving', until: null })
  })
})
