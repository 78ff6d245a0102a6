import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../test/src/postgres.ts'
import { openDb } from './db.ts'

let stack: AsyncDisposableStack
let admin: ReturnType<typeof openDb>
let node: ReturnType<typeof openDb>

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  const { url } = stack.use(await cloneDatabase('node'))
  admin = openDb(url, { max: 1 })
  stack.defer(admin.close)
  node = openDb(url, { max: 2 })
  stack.defer(node.close)
  await admin.sql`create table marks (mark text not null)`
})
afterEach(() => stack.disposeAsync())

const pidOf = async (db: Pick<typeof node.db, 'execute'>) => {
  const [row] = await db.execute(sql`select pg_backend_pid() as pid`)
  return row?.['pid'] as number
}

async function kill(pid: number): Promise<void> {
  await admin.sql`select pg_terminate_backend(${pid}::int, 10_000)`
}

/** The server has ended the connection; the client learns of it a moment later. */
const untilNoticed = (pid: number) =>
  expect
    .poll(() =>
      node.sql`select 1 from pg_stat_activity where pid = ${pid}`.then((rows) => rows.length),
    )
    .toBe(0)

describe('a transaction whose connection is lost', () => {
  it('fails, and writes nothing through the connection that follows', async () => {
    const last = Promise.withResolvers<'written' | 'refused'>()
    const lost = node.db.transaction(async (tx) => {
      const pid = await pidOf(tx)
      await kill(pid)
      await untilNoticed(pid)
      const writing = tx.execute(sql`insert into marks values (${'late'})`)
      last.resolve(
        writing.then(
          () => 'written',
          () => 'refused',
        ),
      )
      await writing
    })

    await expect(lost).rejects.toThrow()
    expect(await last.promise).toBe('refused')
    expect(await admin.sql`select mark from marks`).toHaveLength(0)
  })

  it('does not take its connection away from the others', async () => {
    for (let round = 0; round < 4; round += 1) {
      const lost = node.db.transaction(async (tx) => {
        const pid = await pidOf(tx)
        await kill(pid)
        await untilNoticed(pid)
        await tx.transaction((inner) => inner.execute(sql`insert into marks values (${'inner'})`))
      })
      await expect(lost).rejects.toThrow()
    }

    const both = await Promise.all(
      [1, 2].map(() =>
        node.db.transaction((tx) => tx.execute(sql`insert into marks values (${'x'})`)),
      ),
    )

    expect(both).toHaveLength(2)
    expect(await admin.sql`select mark from marks`).toHaveLength(2)
  })
})

describe('a statement of the client', () => {
  it('has no closure of its own, by which V8 would keep the rows of it long after its answer', async () => {
    const statement = node.sql`select 1 as one`

    expect(Object.keys(statement)).toContain('state')
    expect(Object.keys(statement)).not.toContain('resolve')
    expect(Object.keys(statement)).not.toContain('reject')
    expect([...(await statement)]).toEqual([{ one: 1 }])
  })
})

describe('a statement after a connection that was lost with one under way', () => {
  it('fails when the server takes no connection, and does not wait for one for ever', async () => {
    const database = await cloneDatabase('node')
    const name = new URL(database.url).pathname.slice(1)
    const { sql: client, close } = openDb(database.url, { max: 1 })
    stack.defer(close)
    const lost = expect(client`select pg_sleep(600)`).rejects.toThrow()
    await expect
      .poll(() =>
        admin.sql`
          select 1 from pg_stat_activity
          where datname = ${name} and state = 'active' and query like '%pg_sleep(600)%'`.then(
          (rows) => rows.length,
        ),
      )
      .toBe(1)

    await database[Symbol.asyncDispose]()

    await lost
    await expect(client`select 1`).rejects.toThrow('does not exist')
  })
})

describe('a pool', () => {
  it('uses the connection next that was used last', async () => {
    const open = await Promise.all([
      node.sql`select pg_sleep(0.1), pg_backend_pid() as pid`,
      node.sql`select pg_sleep(0.1), pg_backend_pid() as pid`,
    ])
    expect(new Set(open.map(([row]) => row?.['pid'] as number)).size).toBe(2)

    const pids: number[] = []
    for (let turn = 0; turn < 4; turn += 1) pids.push(await pidOf(node.db))

    expect(new Set(pids).size).toBe(1)
  })
})
