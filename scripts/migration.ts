/**
 * `npm run migration -- node add_job_chunks` writes the SQL between the last migration and the schema
 * as it is now. `npm run migration -- --check` fails when a schema has moved without a migration.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')
const WORKSPACES = ['node', 'registry']

function generate(workspace: string, args: readonly string[]): string {
  return execFileSync(process.execPath, [drizzleKit, 'generate', ...args], {
    cwd: join(root, workspace),
    encoding: 'utf8',
  })
}

/** Generates beside a copy of the migrations, so that a check writes nothing to the work tree. */
function isUpToDate(workspace: string): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'crosspanel-migrations-'))
  try {
    cpSync(join(root, workspace, 'migrations'), copy, { recursive: true })
    const out = relative(join(root, workspace), copy)
    const own = JSON.stringify(join(root, workspace, 'drizzle.config.ts'))
    const config = join(copy, 'drizzle.config.ts')
    const text = `import config from ${own}\nexport default { ...config, out: ${JSON.stringify(out)} }\n`
    writeFileSync(config, text)
    // drizzle-kit ends with success when it fails: its words decide.
    const said = generate(workspace, [`--config=${relative(join(root, workspace), config)}`])
    return said.includes('No schema changes')
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** drizzle's migrator passes over a migration that is dated before one that it has applied. */
function isInOrder(workspace: string): boolean {
  const path = join(root, workspace, 'migrations/meta/_journal.json')
  const { entries } = JSON.parse(readFileSync(path, 'utf8')) as { entries: { when: number }[] }
  return entries.every(({ when }, index) => when > (entries[index - 1]?.when ?? 0))
}

const [first = '', name] = process.argv.slice(2)
if (first === '--check') {
  const behind = WORKSPACES.filter((workspace) => !isUpToDate(workspace))
  for (const workspace of behind) {
    console.error(
      `${workspace}: the schema has moved; run \`npm run migration -- ${workspace} NAME\``,
    )
  }
  const disordered = WORKSPACES.filter((workspace) => !isInOrder(workspace))
  for (const workspace of disordered) {
    console.error(`${workspace}: a migration is dated before the one that it follows`)
  }
  if (behind.length > 0 || disordered.length > 0) process.exitCode = 1
  else console.log('migrations: every schema is what its migrations make')
} else if (!WORKSPACES.includes(first) || name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error(`usage: npm run migration -- ${WORKSPACES.join('|')} name_in_snake_case | --check`)
  process.exitCode = 2
} else console.log(generate(first, ['--name', name]))
