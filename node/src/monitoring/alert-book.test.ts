import { ALERT_CODES } from '@crosspanel/protocol/alert'
import { describe, expect, it } from 'vitest'
import { createAlertBook } from './alert-book.ts'
import { alertSettingsOf, AlertEnvironment } from './alert-settings.ts'
import { z } from 'zod'
import type { Facts } from './facts.ts'
import { lookByRule, RULES } from './rules.ts'

const NOW = new Date('2026-01-10T12:00:00Z')
const DAY_MS = 86_400_000
const limits = alertSettingsOf(z.object(AlertEnvironment).parse({}))
const daysFromNow = (days: number) => new Date(NOW.getTime() + days * DAY_MS)
const FINE_MAIL = { undeliverable: 0, waiting: 0, oldestWaitingS: 0 }
const part = (name: string, state: 'ok' | 'degraded' | 'failed', responseMs = 1) => ({
  ...{ name, state, responseMs },
  seen: `${name} is ${state}`,
  atMs: 0,
})

const WELL: Facts = {
  parts: ['database', 'worker', 'disk', 'hints', 'engines', 'store'].map((name) =>
    part(name, 'ok'),
  ),
  peers: [],
  registryClockOffsetS: 0.2,
  document: { issued: daysFromNow(-1), expires: daysFromNow(13) },
  keys: [{ key: 'sign', expires: daysFromNow(400) }],
  volumes: [{ name: 'data', freeBytes: 1, sizeBytes: 2, fullInS: null }],
  queues: [{ queue: 'runs', depth: 1, oldestS: 5 }],
  outbox: [],
  database: undefined,
  backup: { taken: undefined, verified: undefined, since: daysFromNow(-1) },
  certificateExpires: daysFromNow(60),
  mail: FINE_MAIL,
  damagedFiles: 0,
  manyMissing: { missing: 0, of: 0 },
}
const peer = {
  siteId: 'site:ibadan',
  name: 'Ibadan',
  state: 'ok',
  seen: 'no answer',
  responseMs: 1,
  askedAtMs: 0,
  answeredAtMs: 0,
  failingSinceMs: undefined,
  clockOffsetS: 0,
} as const
const withPart = (name: string, state: 'degraded' | 'failed', responseMs?: number) => ({
  parts: [...WELL.parts.filter((other) => other.name !== name), part(name, state, responseMs)],
})

/** For each rule, what makes it rise. */
const TROUBLE: Readonly<Record<(typeof ALERT_CODES)[number], Partial<Facts>>> = {
  'database-away': withPart('database', 'failed'),
  'database-slow': { parts: [part('database', 'ok', 900)] },
  'hints-away': withPart('hints', 'degraded'),
  'worker-missing': withPart('worker', 'failed'),
  'engine-missing': withPart('engines', 'degraded'),
  'disk-low': withPart('disk', 'failed'),
  'disk-filling': { volumes: [{ name: 'data', freeBytes: 1, sizeBytes: 2, fullInS: 3_600 }] },
  'queue-old': { queues: [{ queue: 'runs', depth: 4, oldestS: 7_200 }] },
  'outbox-old': { outbox: [{ peer: 'site:ibadan', messages: 3, oldestS: 700 }] },
  'peer-down': {
    peers: [{ ...peer, state: 'failed', failingSinceMs: performance.now() - 61_000 }],
  },
  'clock-off': { registryClockOffsetS: -7, peers: [{ ...peer, clockOffsetS: -7 }] },
  'document-old': { document: { issued: daysFromNow(-11), expires: daysFromNow(3) } },
  'document-expiring': { document: { issued: daysFromNow(-1), expires: daysFromNow(1) } },
  'certificate-expiring': { certificateExpires: daysFromNow(-1) },
  'key-expiring': { keys: [{ key: 'sign', expires: daysFromNow(10) }] },
  'backup-old': { backup: { taken: undefined, verified: undefined, since: daysFromNow(-2) } },
  'mail-waiting': { mail: { ...FINE_MAIL, waiting: 3, oldestWaitingS: 700 } },
  'mail-undeliverable': { mail: { ...FINE_MAIL, undeliverable: 2 } },
  'files-damaged': { damagedFiles: 1 },
  'files-missing': { manyMissing: { missing: 21, of: 100 } },
  'store-away': withPart('store', 'failed'),
}

describe('a rule', () => {
  it.each(ALERT_CODES)('%s is quiet while all is well, and sees its trouble', (code) => {
    const well = lookByRule(code, { ...WELL, peers: [peer] }, limits, NOW) ?? []
    const bad = lookByRule(code, { ...WELL, ...TROUBLE[code] }, limits, NOW) ?? []

    expect(well.filter(({ isBad }) => isBad)).toEqual([])
    expect(bad.filter(({ isBad }) => isBad)).toHaveLength(1)
  })

  it('about the worker says nothing while the database, through which it is seen, is away', () => {
    const facts = { ...WELL, parts: [part('database', 'failed'), part('worker', 'failed')] }

    expect(lookByRule('worker-missing', facts, limits, NOW)).toBeUndefined()
  })
})

describe('the book of alerts', () => {
  const BAD = { ...WELL, ...TROUBLE['disk-low'] }
  function openBook() {
    let ids = 0
    const newId = () => `id-${(ids += 1)}`
    const hysteresis = { raiseAfter: 2, resolveAfter: 3 }
    return createAlertBook({ rules: RULES, limits, ...hysteresis, newId, now: () => NOW })
  }
  const codes = (book: ReturnType<typeof openBook>) => book.active().map(({ code }) => code)

  it('raises after some bad looks in a row and resolves after some good ones', () => {
    const book = openBook()
    const seen: string[][] = []
    for (const facts of [BAD, WELL, BAD, BAD, WELL, WELL, BAD, WELL, WELL, WELL]) {
      book.look(facts)
      seen.push(codes(book))
    }

    expect(seen.map((active) => active.length)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 0])
  })

  it('leaves an alert as it is while nobody can tell', () => {
    const book = openBook()
    for (let look = 0; look < 2; look += 1) book.look(BAD)
    for (let look = 0; look < 9; look += 1) book.look({ ...WELL, parts: [] })

    expect(codes(book)).toEqual(['disk-low'])
  })

  it('resolves the alert of a subject that is gone', () => {
    const book = openBook()
    for (let look = 0; look < 2; look += 1) book.look({ ...WELL, ...TROUBLE['outbox-old'] })
    const before = codes(book)
    for (let look = 0; look < 3; look += 1) book.look(WELL)

    expect([before, codes(book)]).toEqual([['outbox-old'], []])
  })

  it('keeps what was raised and resolved unseen by the database until it is written', () => {
    const book = openBook()
    for (const facts of [BAD, BAD, WELL, WELL, WELL]) book.look(facts)

    const [occasion, ...others] = book.unwritten()

    expect(others).toEqual([])
    expect(occasion).toMatchObject({ code: 'disk-low', resolvedAt: NOW })
    if (occasion !== undefined) book.noteWritten(occasion)
    expect(book.unwritten()).toEqual([])
  })

  it('takes over what another process has raised, and resolves it in time', () => {
    const book = openBook()
    const raised = { code: 'disk-low', subject: 'node', seen: 'full', raisedAt: NOW } as const
    book.adopt([{ id: 'theirs', ...raised, acknowledgedAt: NOW, resolvedAt: null }])
    book.look(BAD)
    const taken = book.active()
    for (let look = 0; look < 3; look += 1) book.look(WELL)

    expect(taken).toMatchObject([{ id: 'theirs', seen: 'disk is failed', acknowledgedAt: NOW }])
    expect([book.active(), book.unwritten()]).toEqual([[], []])
  })
})
