import type { AuditEntryView, AuditList } from '@crosspanel/protocol/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, type Person, refusal } from '../../../test/src/edge.ts'
import { recordAudit } from './audit.ts'
import { auditEntries } from './schema.ts'

const HOOK_MS = 120_000
/** More than one stretch of an export. */
const BULK_ROWS = 2_500
const FROM = '2020-01-01T00:00:00Z'

let edge: Edge
let admin: Person
beforeAll(async () => {
  edge = await openEdge()
  admin = await edge.person('site-admin')
  await edge.db.insert(auditEntries).values(
    Array.from({ length: BULK_ROWS }, (_, index) => ({
      actor: 'node',
      action: 'bulk.done',
      object: `bulk:${index}`,
      at: new Date(Date.parse(FROM) + index * 1000),
    })),
  )
  await recordAudit(edge.db, {
    actor: 'site:ibadan',
    action: 'trial_one.refused',
    object: '=2+3',
    details: { words: 'a "word", or two' },
  })
  await recordAudit(edge.db, { actor: 'node', action: 'trialXone.done', object: 'trial:2' })
}, HOOK_MS)
afterAll(() => edge[Symbol.asyncDispose]())

const ask = (query: string) =>
  edge.call('GET', `/api/v1/admin/audit${query}`, { token: admin.token })
async function read(query: string): Promise<AuditList> {
  const answer = await ask(query)
  expect(answer.status).toBe(200)
  return (await answer.json()) as AuditList
}
const actionsOf = ({ entries }: AuditList) => entries.map(({ action }) => action)

describe('the audit', () => {
  it.each([
    ['?actor=site:ibadan', ['trial_one.refused']],
    ['?object=trial:2', ['trialXone.done']],
    ['?action=trial', ['trialXone.done', 'trial_one.refused']],
    ['?action=trial_', ['trial_one.refused']],
    ['?action=trial%25', []],
    ['?actor=site:ibadan&action=bulk.', []],
    ['?since=2020-01-01T00:00:02Z&until=2020-01-01T00:00:04Z', ['bulk.done', 'bulk.done']],
  ])('is narrowed by %s', async (query, expected) => {
    expect(actionsOf(await read(query))).toEqual(expected)
  })

  it('is read page by page, newest first, without a gap', async () => {
    const seen: number[] = []
    let before = ''
    for (;;) {
      const { entries, next } = await read(`?action=bulk.&limit=500${before}`)
      seen.push(...entries.map(({ seq }) => seq))
      if (next === null) break
      before = `&before=${next}`
    }

    expect(seen.length).toBe(BULK_ROWS)
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a))
  })

  it.each(['?since=yesterday', '?limit=501', '?before=0', '/export?format=xml'])(
    'refuses %s',
    async (query) => {
      expect(await refusal(await ask(query))).toEqual([400, 'invalid-request'])
    },
  )

  it('is exported whole as NDJSON, and tells of the export', async () => {
    const answer = await ask('/export')
    const lines = (await answer.text()).trimEnd().split('\n')

    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    const entries = lines.map((line) => JSON.parse(line) as AuditEntryView)
    const all = await edge.audit()
    expect(entries.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq))
    expect(entries.at(-1)).toMatchObject({
      actor: `account:${admin.id}`,
      action: 'audit.exported',
      details: { format: 'ndjson' },
    })
  })

  it('is exported as CSV in which no cell is a formula', async () => {
    const answer = await ask('/export?format=csv&actor=site:ibadan')
    const [head, row, ...more] = (await answer.text()).split('\r\n')

    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
    expect(head).toBe('seq,at,actor,action,object,details')
    expect(row).toMatch(
      /^\d+,[^,]+Z,site:ibadan,trial_one\.refused,'=2\+3,"\{""words"":""a \\""word\\"", or two""\}"$/,
    )
    expect(more).toEqual([''])
  })

  it('reads no further than a reader takes', async () => {
    const reader = (await ask('/export?action=bulk.')).body?.getReader()
    const first = await reader?.read()
    await reader?.cancel()

    const lines = new TextDecoder()
      .decode(first?.value as Uint8Array | undefined)
      .trimEnd()
      .split('\n')
    expect(lines.length).toBe(1_000)
  })
})
