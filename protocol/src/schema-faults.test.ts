import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { faultOfIssue, faultsOfRequest } from './schema-faults.ts'

const faultsOf = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map(faultOfIssue)
const field = (schema: z.ZodType, value?: unknown) =>
  faultsOf(z.object({ a: schema }), { a: value })

describe('what a schema finds wrong', () => {
  it.each([
    [z.string(), undefined, 'is missing', 'missing'],
    [z.string(), 1, 'has to be of the type string', 'type'],
    [z.string().min(12), 'x', 'has to have at least 12 characters', 'short'],
    [z.string().max(1), 'xx', 'may have at most 1 character', 'long'],
    [z.array(z.string()).min(1), [], 'has to have at least 1 entry', 'few'],
    [z.int().min(-10), -11, 'has to be -10 or more', 'small'],
    [z.int().max(10), 11, 'may be 10 at most', 'large'],
    [z.email(), 'x', 'is no e-mail address', 'email'],
    [z.enum(['a', 'b']), 'c', 'has to be one of: a, b', 'choice'],
    [z.string().regex(/^a$/, FAULTS.domain.detail), 'c', FAULTS.domain.detail, 'domain'],
  ])('%# is told in words with their key', (schema, value, detail, key) => {
    expect(field(schema, value)).toMatchObject([{ pointer: '#/a', detail, told: { key } }])
  })

  it('is a parameter that a query has and its route does not know', () => {
    const schema = z.strictObject({ state: z.string(), limit: z.string().optional() })
    const { error } = schema.safeParse({ stat: 'failed', limit: '1' })

    const faults = faultsOfRequest('query', error?.issues ?? [], ['state', 'limit'])

    expect(faults).toEqual([
      expect.objectContaining({ pointer: '#/state', detail: 'is missing' }),
      {
        pointer: '#/stat',
        detail: 'is no parameter of this request',
        fix: 'Use one of: state, limit.',
        told: { key: 'parameter', params: { known: 'state, limit' } },
      },
    ])
  })

  it('is told in the words of a schema that nobody has translated', () => {
    const schema = z.string().refine(() => false, 'is nothing of the kind')

    expect(field(schema, 'x')).toEqual([{ pointer: '#/a', detail: 'is nothing of the kind' }])
  })
})
