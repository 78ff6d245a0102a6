import { sight } from '@crosspanel/protocol/sights'
import { describe, expect, it } from 'vitest'
import { HttpFailure, type HttpRequest } from './http-client.ts'
import { createRegistryClock } from './registry-clock.ts'

const NOW = new Date('2026-01-01T12:00:00.400Z')
const REQUEST = { method: 'GET', url: 'https://registry.example' } as HttpRequest

async function offsetAfter(headers: Record<string, string>): Promise<number | undefined> {
  const answer = { status: 200, headers, body: new Uint8Array() }
  const clock = createRegistryClock(
    () => Promise.resolve(answer),
    () => NOW,
  )
  await clock.send(REQUEST)
  return clock.offsetS()
}

describe("the registry's clock", () => {
  it('is read from its answers, to the second', async () => {
    expect(await offsetAfter({ date: 'Thu, 01 Jan 2026 12:00:00 GMT' })).toBeCloseTo(0.1, 1)
    expect(await offsetAfter({ date: 'Thu, 01 Jan 2026 12:01:30 GMT' })).toBeCloseTo(90.1, 1)
  })

  it('is not known without a date, or by an answer that a cache has kept', async () => {
    expect(await offsetAfter({})).toBeUndefined()
    expect(
      await offsetAfter({ date: 'Thu, 01 Jan 2026 11:00:00 GMT', age: '3600' }),
    ).toBeUndefined()
  })

  it('is not known any more once it does not answer', async () => {
    let isDown = false
    const answer = { status: 304, headers: { date: NOW.toUTCString() }, body: new Uint8Array() }
    const clock = createRegistryClock(
      () =>
        isDown
          ? Promise.reject(new HttpFailure(sight('answer.broken', { code: 'ECONNREFUSED' })))
          : Promise.resolve(answer),
      () => NOW,
    )
    await clock.send(REQUEST)
    const before = clock.offsetS()
    isDown = true

    await expect(clock.send(REQUEST)).rejects.toThrow(HttpFailure)

    expect(before).toBeDefined()
    expect(clock.offsetS()).toBeUndefined()
  })
})
