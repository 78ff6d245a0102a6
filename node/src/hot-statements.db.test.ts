import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../test/src/postgres.ts'
import { type Db, openDb } from './db.ts'

let stack: AsyncDisposableStack
let db: Db

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  const { url } = building.use(await cloneDatabase('node'))
  const opened = openDb(url, { max: 1 })
  building.defer(opened.close)
  db = opened.db
  stack = building.move()
})
afterAll(() => stack.disposeAsync())

/** How often the server has run what was prepared of the texts with this word in them. */
async function preparedRuns(word: string): Promise<number> {
  const [row] = await db.execute<{ runs: number }>(sql`
    select coalesce(sum(generic_plans + custom_plans), 0)::int as runs from pg_prepared_statements
    where statement like ${`%${word}%`} and statement not like '%pg_prepared_statements%'`)
  return row?.runs ?? NaN
}

describe('a statement', () => {
  it('is prepared once it has come a third time, whatever its values', async () => {
    for (const value of [1, 2, 3, 4, 5]) {
      const rows = await db.execute<{ hot: number }>(sql`select ${value}::int as hot`)
      expect(rows.map(({ hot }) => hot)).toEqual([value])
    }

    expect(await preparedRuns('as hot')).toBe(3)
  })

  it('is prepared in transactions and without values, too', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      await db.transaction(async (tx) => {
        await tx.execute(sql`select 1 as inside`)
        await tx.transaction((nested) => nested.execute(sql`select 1 as deep`))
      })
    }

    expect(await preparedRuns('as inside')).toBe(2)
    expect(await preparedRuns('as deep')).toBe(2)
  })

  it('that comes once is not kept', async () => {
    await db.execute(sql`select ${1}::int as seldom`)

    expect(await preparedRuns('as seldom')).toBe(0)
  })

  it('goes on after its table has changed', async () => {
    await db.execute(sql`create table changing (a int)`)
    const read = () => db.execute(sql`select * from changing where a > ${0}::int`)
    for (let turn = 0; turn < 4; turn += 1) await read()
    await db.execute(sql`alter table changing add column b int default 7`)
    await db.execute(sql`insert into changing (a) values (1)`)

    expect([...(await read())]).toEqual([{ a: 1, b: 7 }])
  })
})
