import { describe, expect, it } from 'vitest'
import { breakingChanges, type Description } from '../../scripts/openapi-changes.ts'

const schema = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, size: { type: 'integer' } },
  required: ['name'],
}
const json = (of: object) => ({ 'application/json': { schema: of } })

function description(change: (operation: Record<string, unknown>) => void = () => undefined) {
  const operation: Record<string, unknown> = structuredClone({
    operationId: 'putThing',
    security: [],
    parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 200 } }],
    requestBody: { required: true, content: json(schema) },
    responses: { 200: { content: json(schema) }, 404: { content: json({ type: 'object' }) } },
  })
  change(operation)
  return { paths: { '/things': { put: operation } } } as unknown as Description
}

describe('the comparison of two descriptions', () => {
  it.each<[string, Description, string]>([
    ['a route that is gone', { paths: {} }, 'PUT /things is gone'],
    ['another name', description((o) => (o['operationId'] = 'set')), 'another operationId'],
    ['a login', description((o) => (o['security'] = [{ bearer: [] }])), 'another login'],
    [
      'a parameter that is needed',
      description((o) => (o['parameters'] = [{ name: 'key', in: 'header', required: true }])),
      'needs header parameter key',
    ],
    [
      'a lower limit',
      description(
        (o) =>
          (o['parameters'] = [
            { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
          ]),
      ),
      'lower maximum',
    ],
    [
      'a field that has to be sent',
      description(
        (o) =>
          (o['requestBody'] = {
            required: true,
            content: json({ ...schema, required: ['name', 'size'] }),
          }),
      ),
      '.size is needed',
    ],
    [
      'a field that is read no more',
      description(
        (o) =>
          (o['responses'] = {
            200: {
              content: json({ type: 'object', properties: { name: schema.properties.name } }),
            },
          }),
      ),
      '.size is gone',
    ],
    [
      'an answer that no longer comes',
      description((o) => (o['responses'] = { 201: { content: json(schema) } })),
      'no longer answers 200',
    ],
  ])('finds %s', (_, after, words) => {
    expect(breakingChanges(description(), after).join('\n')).toContain(words)
  })

  it.each<[string, Description]>([
    ['nothing', description()],
    [
      'another problem and another optional parameter',
      description((o) => {
        o['responses'] = { 200: { content: json(schema) }, 429: {} }
        o['parameters'] = [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 200 } },
          { name: 'If-None-Match', in: 'header', required: false },
        ]
      }),
    ],
    ['another route', { paths: { ...description().paths, '/more': {} } }],
  ])('lets %s pass', (_, after) => {
    expect(breakingChanges(description(), after)).toEqual([])
  })
})
