import { print, printJson } from '@crosspanel/node/cli/output'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { Command } from 'commander'
import postgres from 'postgres'
import { DEFAULT_NODE_DIR, NODE_DATABASE, type NodeHome, readNodeHome } from '../node-home.ts'
import { visitDatabase } from '../services.ts'
import { type Check, type CheckResult, runChecks } from './check.ts'
import { DATABASE_CHECKS } from './database-checks.ts'
import { MACHINE_CHECKS } from './machine-checks.ts'
import { OUTSIDE_CHECKS } from './outside-checks.ts'

export const CHECKS: readonly Check[] = [...MACHINE_CHECKS, ...DATABASE_CHECKS, ...OUTSIDE_CHECKS]

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look the node over, running or not, and say how to mend what is wrong')
    .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
    .option('--check <id>', 'one check alone')
    .option('--fix', 'mend what is safe to mend: permissions')
    .option('--json', 'print the answer as JSON')
    .action(async (options: { dir: string; check?: string; fix?: boolean; json?: boolean }) => {
      const results = await examine(
        await readNodeHome(options.dir),
        chosen(options.check),
        options.fix ?? false,
      )
      if (options.json) printJson(results)
      else for (const result of results) printResult(result)
      const failed = results.filter(({ state }) => state === 'fail')
      if (failed.length > 0)
        throw new CliError(`${failed.length} of ${results.length} checks failed`)
    })
}

/** The database is opened once for all checks; a private one that is stopped is started for as long as that takes. */
export async function examine(
  home: NodeHome,
  checks: readonly Check[],
  isMending: boolean,
): Promise<CheckResult[]> {
  await using stack = new AsyncDisposableStack()
  const opening = open()
  opening.catch(() => undefined)
  async function open(): Promise<postgres.Sql> {
    const { url } = stack.use(await visitDatabase(home.dir, home.settings, NODE_DATABASE))
    const sql = postgres(url, { max: 4, connect_timeout: 3, onnotice: () => undefined })
    stack.defer(() => sql.end({ timeout: 1 }))
    return sql
  }
  const results = await runChecks(checks, { home, sql: () => opening }, { isMending })
  await opening.catch(() => undefined)
  return results
}

function chosen(id: string | undefined): readonly Check[] {
  if (id === undefined) return CHECKS
  const check = CHECKS.find((known) => known.id === id)
  if (check !== undefined) return [check]
  throw new CliError(
    `there is no check '${id}'; there are ${CHECKS.map((known) => known.id).join(', ')}`,
    EXIT.usage,
  )
}

function printResult({ state, id, evidence, fix }: CheckResult): void {
  print(`${state.padEnd(7)} ${id.padEnd(17)} ${evidence}`)
  if (fix !== undefined) print(`${' '.repeat(8)}fix: ${fix}`)
}
