import { describe, expect, it } from 'vitest'
import { nearestStop, nextStop } from './cursor.ts'

describe('the cursor of a chart', () => {
  it.each([
    ['ArrowRight', undefined, 0],
    ['ArrowLeft', undefined, 0],
    ['ArrowRight', 4, 5],
    ['ArrowDown', 4, 3],
    ['ArrowUp', 29, 29],
    ['PageUp', 4, 14],
    ['PageDown', 4, 0],
    ['Home', 17, 0],
    ['End', 4, 29],
    ['Tab', 4, undefined],
    ['constructor', 4, undefined],
  ])('goes with %s from %s to %s', (key, at, next) => {
    expect(nextStop(key, at, 30)).toBe(next)
  })

  it('goes nowhere in an empty chart', () => {
    expect(nextStop('End', undefined, 0)).toBeUndefined()
    expect(nearestStop([], 1, 1)).toBeUndefined()
  })

  it('is at what is nearest, beside or around', () => {
    const column = (x: number) => ({ x, text: '' })
    const cell = (x: number, y: number) => ({ x, y, text: '' })

    expect(nearestStop([column(10), column(20), column(30)], 22, 999)).toBe(1)
    expect(nearestStop([cell(10, 10), cell(10, 90), cell(50, 50)], 12, 80)).toBe(1)
  })
})
