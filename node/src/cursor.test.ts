import { describe, expect, it } from 'vitest'
import { pageOf, readCursor, writeCursor } from './cursor.ts'

const id = '0199c0de-0000-7000-8000-000000000000'
const at = new Date('2026-11-22T12:00:00.123Z')
const forged = (text: string) => Buffer.from(text).toString('base64url')

describe('a cursor', () => {
  it('reads as it was written', () => {
    expect(readCursor(writeCursor({ at, id }))).toEqual({ at, id })
  })

  it('is none when none was given', () => {
    expect(readCursor(undefined)).toBeUndefined()
  })

  it.each([
    '',
    'nonsense',
    forged('2026-11-22T12:00:00.000Z x'),
    forged(`2026-13-22T12:00:00.000Z ${id}`),
    forged(`0000-01-01T00:00:00.000Z ${id}`),
    forged(`+020000-01-01T00:00:00.000Z ${id}`),
  ])('is refused when no list gave it out: %j', (text) => {
    expect(() => readCursor(text)).toThrow('cursor')
  })
})

describe('a page', () => {
  const rows = [3, 2, 1].map((second) => ({ id, at: new Date(second * 1000) }))

  it('says where the next one begins when there are more rows', () => {
    const { page, next } = pageOf(rows, 2, (row) => row)

    expect(page).toEqual(rows.slice(0, 2))
    expect(readCursor(next ?? '')).toEqual(rows[1])
  })

  it('is the last when all rows fit', () => {
    expect(pageOf(rows, 3, (row) => row)).toEqual({ page: rows, next: null })
  })
})
