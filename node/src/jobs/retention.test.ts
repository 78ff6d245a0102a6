import { describe, expect, it } from 'vitest'
import { createKeepResultsUntil } from './retention.ts'

const keep = createKeepResultsUntil({
  store: {
    transaction: (work) => work({} as never),
    lock: () => Promise.resolve({ state: 'completed' } as never),
  },
  extendRetention: () => Promise.resolve(1),
  now: () => new Date('2027-01-15T00:00:00Z'),
})
const until = async (at: string) => keep({ id: 'admin' } as never, 'job', { until: at })

describe('the time until which results are kept', () => {
  it('is ten years away at most, whatever leap years they have', async () => {
    expect(await until('2037-01-15T00:00:00.000Z')).toMatchObject({ files: 1 })
    await expect(until('2037-01-15T00:00:01.000Z')).rejects.toMatchObject({
      errors: [{ pointer: '#/until', told: { key: 'kept-until-far' } }],
    })
  })

  it('is to come', async () => {
    await expect(until('2027-01-15T00:00:00.000Z')).rejects.toMatchObject({
      errors: [{ pointer: '#/until', told: { key: 'kept-until-past' } }],
    })
  })
})
