import { describe, expect, it } from 'vitest'
import { dayBefore, daysBetween, siteDayOf, slotOf } from './slots.ts'

const LONG_AGO = new Date('2025-01-01T00:00:00Z')
const DAY = '2026-03-01'
/** Of a site that has long been a member, when the day is over. */
const PAST = { joinedAt: LONG_AGO, now: new Date('2026-03-05T00:00:00Z') }
const slots = (all: number, notReady = 0) => ({ slots: all, notReadySlots: notReady })

describe('a day of a site', () => {
  it.each([
    ['whole', slots(288), slots(288), 1, 0],
    ['half unheard', slots(144), slots(288), 0.5, 0],
    ['heard in all the time that the registry was up', slots(10), slots(10), 1, 0],
    ['with a quarter of the heard time not ready', slots(100, 25), slots(288), 100 / 288, 0.25],
    ['silent', undefined, slots(288), 0, null],
  ])('that is %s', (_, site, registry, heardShare, notReadyShare) => {
    const day = siteDayOf(DAY, PAST, { site, registry })

    expect(day).toEqual({ day: DAY, heardShare, notReadyShare })
  })

  it('is unknown when the registry was not up itself', () => {
    const day = siteDayOf(DAY, PAST, { site: undefined, registry: undefined })

    expect(day).toEqual({ day: DAY, heardShare: null, notReadyShare: null })
  })

  it('counts from when the site joined', () => {
    const noon = new Date(`${DAY}T12:00:00Z`)

    const over = siteDayOf(
      DAY,
      { ...PAST, joinedAt: noon },
      { site: slots(144), registry: slots(288) },
    )
    const underWay = siteDayOf(
      DAY,
      { joinedAt: noon, now: new Date(`${DAY}T13:04:00Z`) },
      { site: slots(6), registry: slots(157) },
    )

    expect(over.heardShare).toBe(1)
    expect(underWay.heardShare).toBe(0.5)
  })

  it('does not count the five minutes that are not over', () => {
    const now = new Date(`${DAY}T01:02:00Z`)

    const afterOutage = siteDayOf(DAY, { ...PAST, now }, { site: slots(6), registry: slots(7) })
    const unheard = siteDayOf(DAY, { ...PAST, now }, { site: slots(12), registry: slots(13) })
    const heard = siteDayOf(DAY, { ...PAST, now }, { site: slots(13), registry: slots(13) })
    const joinedNow = siteDayOf(
      DAY,
      { joinedAt: now, now },
      { site: slots(1), registry: slots(13) },
    )

    expect([unheard.heardShare, heard.heardShare, afterOutage.heardShare]).toEqual([1, 1, 1])
    expect(joinedNow.heardShare).toBeNull()
  })
})

describe('days and slots', () => {
  it('are those of UTC', () => {
    const at = new Date('2026-03-01T00:04:59Z')

    expect(dayBefore(at, 1)).toBe('2026-02-28')
    expect(slotOf(at)).toBe(slotOf(new Date('2026-03-01T00:00:00Z')))
    expect(daysBetween('2026-02-27', '2026-03-01')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ])
  })
})
