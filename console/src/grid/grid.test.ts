import { describe, expect, it } from 'vitest'
import { holdRows } from './hold.ts'
import { refill, rowAfterKey, windowOf } from './window.ts'

describe('the rows that are drawn', () => {
  it('are those in sight and a few beyond', () => {
    expect(windowOf(10_000, { scrollTop: 6_000, height: 600, rowHeight: 60 })).toEqual({
      first: 92,
      end: 118,
    })
  })

  it('are none beyond the ends', () => {
    expect(windowOf(3, { scrollTop: 0, height: 600, rowHeight: 60 })).toEqual({ first: 0, end: 3 })
    expect(windowOf(0, { scrollTop: 900, height: 600, rowHeight: 60 })).toEqual({
      first: 0,
      end: 0,
    })
  })
})

describe('the elements of rows', () => {
  it('keep their rows while these are wanted; the others take what came into sight', () => {
    expect(refill([0, 1, 2, 3], [2, 3, 4, 5], 100)).toEqual([4, 5, 2, 3])
  })

  it('are as many as were ever needed, and none shows a row that is no more', () => {
    expect(refill([], [0, 1], 3)).toEqual([0, 1])
    expect(refill([4, 1], [1, 2, 3], 100)).toEqual([2, 1, 3])
    expect(refill([7, 8, 9], [8], 100)).toEqual([7, 8, 9])
    expect(refill([7, 8, 9], [0, 1], 2)).toEqual([0, 1])
    expect(refill([], [0], 0)).toEqual([])
  })
})

describe('keys in a grid', () => {
  const size = { count: 100, perPage: 10 }

  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowUp', 0, 0],
    ['PageDown', 95, 99],
    ['PageUp', 15, 5],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['a', 5, undefined],
  ])('%s from row %d leads to %s', (key, from, to) => {
    expect(rowAfterKey(key, from, size)).toBe(to)
  })
})

describe('rows under pointer or focus', () => {
  const row = (id: string, state = 'queued') => ({ id, state })

  it('stay where they are and show what is new of them', () => {
    const held = holdRows(
      [row('a'), row('b')],
      [row('new'), row('b', 'running'), row('a', 'failed')],
    )

    expect(held).toEqual({ rows: [row('a', 'failed'), row('b', 'running')], waiting: 1 })
  })

  it('stay even when they have left the list', () => {
    expect(holdRows([row('a'), row('b')], [row('b')]).rows).toEqual([row('a'), row('b')])
  })

  it('get the next page after them', () => {
    expect(holdRows([row('a')], [row('new'), row('a'), row('c')])).toEqual({
      rows: [row('a'), row('c')],
      waiting: 1,
    })
  })
})
