import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean }[]
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, unknown> }>>
}
interface Description {
  readonly openapi: string
  readonly security?: readonly object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly securitySchemes?: object
    readonly schemas: Record<string, unknown>
  }
}

/** Operations that make something and take no key, with what keeps them from doing it twice. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  addPanel: 'panel and version name what is made',
  submitEnrolment: 'the invite is used up',
  silenceAlert: 'a silence takes the place of the one before',
  createInvite: 'an invite that nobody was given lapses',
  createAnnouncement:
    'of a federation: one that was made twice is seen by its author at once, and ended',
}

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Description

const plain = (value: object) => structuredClone(value) as Record<string, unknown>

function operationsOf({ paths }: Description) {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'parameters')
      .map(([method, operation]) => ({ at: `${method.toUpperCase()} ${path}`, method, operation })),
  )
}

describe.each(['node/openapi.json', 'registry/openapi.json'])('the description in %s', (file) => {
  const description = read(file)
  const operations = operationsOf(description)

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(plain(description))

    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
    expect(description.openapi).toMatch(/^3\.1\./)
  })

  it('is found to be wrong when it is wrong', async () => {
    const broken = structuredClone(description) as { paths: Record<string, unknown> }
    broken.paths['/broken'] = { get: { responses: 'none' } }

    expect((await new Validator().validate(plain(broken))).valid).toBe(false)
  })

  it('names and sorts every operation', () => {
    const names = operations.map(({ operation }) => operation.operationId)

    expect(operations.length).toBeGreaterThan(15)
    expect(new Set(names).size).toBe(operations.length)
    for (const { at, operation } of operations) {
      expect(operation, at).toMatchObject({
        operationId: expect.stringMatching(/^[a-z][A-Za-z0-9]+$/) as string,
        summary: expect.stringMatching(/^[A-Z].{3,}[^.]$/s) as string,
        tags: [expect.stringMatching(/^[a-z0-9-]+$/)],
      })
    }
  })

  it('says of each operation who may call it and which problems it has', () => {
    expect(description.components.securitySchemes).toBeDefined()
    for (const { at, operation } of operations) {
      const security = operation.security ?? description.security
      expect(security, at).toBeDefined()
      if (security?.length !== 0) expect(Object.keys(operation.responses), at).toContain('401')
      const problems = Object.entries(operation.responses).filter(([status]) => status >= '400')
      expect(problems.length, at).toBeGreaterThan(0)
      for (const [status, { content }] of problems) {
        expect(Object.keys(content ?? {}), `${at} ${status}`).toEqual(['application/problem+json'])
      }
    }
  })

  it('asks for an Idempotency-Key wherever something is made', () => {
    const making = operations.filter(
      ({ method, operation }) =>
        method === 'post' && operation.operationId !== undefined && '201' in operation.responses,
    )
    const keyless = making.filter(
      ({ operation: { parameters = [] } }) =>
        !parameters.some(({ name, required }) => name === 'idempotency-key' && required === true),
    )

    expect(making.length).toBeGreaterThan(0)
    const names = keyless.map(({ operation }) => operation.operationId ?? '')
    expect(names.filter((name) => !(name in WITHOUT_KEY))).toEqual([])
  })
})
