import { describe, expect, it } from 'vitest'
import { fingerprintOf } from './query-fingerprint.ts'

describe('the fingerprint of a statement', () => {
  it.each([
    [
      'select "id" from "jobs" where "id" = $1 limit $2',
      'select "id" from "jobs" where "id" = ? limit ?',
    ],
    [
      "select 1 from t2 where name = 'O''Brien' and n > 4.5",
      'select ? from t2 where name = ? and n > ?',
    ],
    ['select * from t where a in ($1, $2,$3)', 'select * from t where a in (…)'],
    ['select * from t where a in ($1)', 'select * from t where a in (…)'],
    [
      'insert into t (a) values ($1, default), ($2, default)',
      'insert into t (a) values (?, default), …',
    ],
    ['select a -- Ada\n  from t /* Eve */', 'select a from t'],
    ['select $$secret$$, $a$it$a$', 'select ?, ?'],
  ])('of %s has no value', (statement, expected) => {
    expect(fingerprintOf(statement)).toBe(expected)
  })

  it('tells long statements apart', () => {
    const long = `select ${'a, '.repeat(2_000)}`

    const [one, other] = [fingerprintOf(`${long}b`), fingerprintOf(`${long}c`)]

    expect(one).not.toBe(other)
    expect(one.length).toBeLessThan(1_100)
  })
})
