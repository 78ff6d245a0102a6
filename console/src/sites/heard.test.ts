import { describe, expect, it } from 'vitest'
import { lostOf } from './heard.ts'

describe('sites that are not heard of', () => {
  it('are those that are lost, not those that nobody has asked yet', () => {
    const peers = (['ok', 'late', 'lost', 'unknown', 'lost'] as const).map((contact) => ({
      contact,
    }))

    expect(lostOf(peers)).toBe(2)
  })
})
