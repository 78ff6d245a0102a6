import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT } from '@crosspanel/protocol/exit-codes'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepEmbeddedPostgres } from './embedded-postgres.ts'
import { openServices, visitDatabase } from './services.ts'

let stack: AsyncDisposableStack
let dir = ''

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-private-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
})
afterEach(() => stack.disposeAsync())

const pidOf = async () =>
  Number((await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])

describe('a private database', () => {
  it('is started again where it was when it is killed, and keeps what was committed', async () => {
    let startedAgain = 0
    const server = await keepEmbeddedPostgres(dir, () => (startedAgain += 1))
    stack.use(server)
    const sql = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
    stack.defer(() => sql.end({ timeout: 1 }))
    await sql`create table kept as select 1 as one`

    process.kill(await pidOf(), 'SIGKILL')

    await expect.poll(() => startedAgain, { timeout: 60_000 }).toBe(1)
    expect(await sql`select one from kept`).toEqual([{ one: 1 }])
  })

  it('that is lost is refused, and none is made in its place', async () => {
    const wants = { database: 'crosspanel_node', redis: false }
    const lost = expect.objectContaining({ exitCode: EXIT.notFound }) as unknown as Error

    await expect(openServices(dir, {}, wants)).rejects.toThrow(lost)
    await expect(visitDatabase(dir, {}, wants.database)).rejects.toThrow(lost)

    await expect(stat(join(dir, 'postgres'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
