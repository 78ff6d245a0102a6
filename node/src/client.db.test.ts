import { randomUUID } from 'node:crypto'
import description from '../openapi.json' with { type: 'json' }
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { type Edge, openEdge, PASSWORD, type Person } from '../../test/src/edge.ts'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { NodeApi } from './app.ts'
import type { AppEnv } from './http/env.ts'
import { createNodeClient, type NodeClient } from './client.ts'

describe('the typed client', () => {
  let edge: Edge
  let ada: Person
  let client: NodeClient
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
    client = createNodeClient('http://localhost', {
      headers: { authorization: `Bearer ${ada.token}` },
      fetch: async (input, init) => edge.app.request(input, init),
    })
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  it('calls a route and knows what it answers', async () => {
    const response = await client.api.v1.login.$post({
      json: { email: ada.email, password: PASSWORD, kind: 'command-line' },
    })

    if (!response.ok) throw new Error(`status ${response.status}`)
    const { account, token } = await response.json()
    expectTypeOf(account.role).toEqualTypeOf<'researcher' | 'site-admin'>()
    expect(account.id).toBe(ada.id)
    expect(token).toMatch(/^cps_/)
  })

  it('knows the problems too', async () => {
    const response = await client.api.v1.tokens[':id'].$delete({ param: { id: randomUUID() } })

    if (response.ok) throw new Error('there was such a token')
    const problem = await response.json()
    expectTypeOf(problem.code).toEqualTypeOf<string>()
    expect(problem.code).toBe('token-not-found')
  })

  it('has every path that is described', () => {
    expectTypeOf<Exclude<DescribedPath, keyof SchemaOf<NodeApi>>>().toBeNever()

    expect(Object.keys(description.paths).length).toBeGreaterThan(20)
  })

  it('does not compile with a wrong field', () => {
    // @ts-expect-error: `password` is missing
    const incomplete = { json: { email: ada.email } } satisfies LogInArguments
    // @ts-expect-error: there is no such kind of session
    const wrong = { json: { email: '', password: '', kind: 'app' } } satisfies LogInArguments
    // @ts-expect-error: there is no such build
    const hg19: Build = 'hg19'

    expect([incomplete, wrong, hg19]).toHaveLength(3)
  })
})

type LogInArguments = Parameters<NodeClient['api']['v1']['login']['$post']>[0]
type Build = Parameters<NodeClient['api']['v1']['jobs']['$post']>[0]['json']['parameters']['build']

type SchemaOf<A> = A extends OpenAPIHono<AppEnv, infer S> ? S : never
/** A path as Hono writes it: `/api/v1/jobs/{id}` is `/api/v1/jobs/:id`. */
type HonoPath<P extends string> = P extends `${infer Head}{${infer Name}}${infer Tail}`
  ? `${Head}:${Name}${HonoPath<Tail>}`
  : P
type DescribedPath = HonoPath<Extract<keyof (typeof description)['paths'], string>>
