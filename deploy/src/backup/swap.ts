import postgres from 'postgres'

const LIVE = ['public', 'drizzle'] as const
const replacedName = (schema: string) => `replaced_${schema}`

/**
 * Replaces the whole content of a database. What was there is set aside and comes back when `fill`
 * fails, also by the next call when this process is killed in between.
 */
export async function replaceDatabase(url: string, fill: () => Promise<void>): Promise<void> {
  await putBack(url)
  await withSql(url, async (sql) => {
    await sql.begin(async (tx) => {
      for (const schema of LIVE) {
        if (await exists(tx, schema)) {
          await tx.unsafe(`alter schema ${schema} rename to ${replacedName(schema)}`)
        }
      }
      await tx.unsafe('create schema public')
    })
  })
  try {
    await fill()
  } catch (error) {
    await putBack(url)
    throw error
  }
  await withSql(url, async (sql) => {
    for (const schema of LIVE)
      await sql.unsafe(`drop schema if exists ${replacedName(schema)} cascade`)
  })
}

/** What a call that was killed has set aside comes back. */
export async function putBack(url: string): Promise<void> {
  await withSql(url, async (sql) => {
    await sql.begin(async (tx) => {
      if (!(await exists(tx, replacedName('public')))) return
      for (const schema of LIVE) {
        await tx.unsafe(`drop schema if exists ${schema} cascade`)
        if (!(await exists(tx, replacedName(schema)))) continue
        await tx.unsafe(`alter schema ${replacedName(schema)} rename to ${schema}`)
      }
    })
  })
}

async function exists(
  sql: postgres.Sql | postgres.TransactionSql,
  schema: string,
): Promise<boolean> {
  return (await sql`select 1 from pg_namespace where nspname = ${schema}`).length > 0
}

async function withSql<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await use(sql)
  } finally {
    await sql.end()
  }
}
