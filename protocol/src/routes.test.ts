import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { withStrictQuery } from './routes.ts'

const params = z.object({ id: z.string() })

describe('a route', () => {
  it('takes the parameters of its query and no others', () => {
    const query = z.object({ state: z.string() })

    const { route, parameters } = withStrictQuery({ path: '/', request: { params, query } })

    expect(parameters).toEqual(['state'])
    expect(route.request.query.safeParse({ state: 'failed' }).success).toBe(true)
    expect(route.request.query.safeParse({ state: 'failed', stat: 'x' }).success).toBe(false)
    expect(route).toMatchObject({ path: '/', request: { params } })
  })

  it('without a query stays as it is', () => {
    const route = { path: '/', request: { params } }

    expect(withStrictQuery(route)).toEqual({ route, parameters: [] })
  })
})
