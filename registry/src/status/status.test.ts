import { describe, expect, it } from 'vitest'
import { createStatusService } from './service.ts'

const START = Date.parse('2026-03-10T00:00:00Z')

/** A database that answers, hangs or fails, as it is told to. */
function openStatus() {
  const clock = { ms: START }
  const database = { read: (): Promise<number> => Promise.resolve(1), reads: 0 }
  const status = createStatusService({
    async requireFederation() {
      database.reads += 1
      const version = await database.read()
      return {
        federationId: 'fed:test',
        version,
        issued: new Date(START),
        expires: new Date(START + 1),
      }
    },
    listSites: () => Promise.resolve([]),
    listDays: () => Promise.resolve([]),
    listAnnouncements: () => Promise.resolve([]),
    now: () => new Date(clock.ms),
    waitMs: 1,
  })
  return { clock, database, status }
}

describe('the status while the database does not answer', () => {
  it.each([
    ['hangs', () => new Promise<number>(() => undefined)],
    ['fails', () => Promise.reject<number>(new Error('connection refused'))],
  ])('is the last one, with its age, when it %s', async (_, read) => {
    const { clock, database, status } = openStatus()
    await status.read()

    clock.ms += 600_000
    database.read = read
    const { asOf, time } = await status.read()

    expect(asOf).toBe('2026-03-10T00:00:00.000Z')
    expect(time).toBe('2026-03-10T00:10:00.000Z')
  })

  it('is refused when there was none before', async () => {
    const { database, status } = openStatus()
    database.read = () => new Promise<number>(() => undefined)

    await expect(status.read()).rejects.toMatchObject({ code: 'not-ready' })
  })

  it('asks a database that hangs once', async () => {
    const { clock, database, status } = openStatus()
    await status.read()
    clock.ms += 600_000
    database.read = () => new Promise<number>(() => undefined)

    await Promise.all([status.read(), status.read()])
    await status.read()

    expect(database.reads).toBe(2)
  })
})
