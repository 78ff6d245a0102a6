import { printJson } from '@crosspanel/node/cli/output'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { Command } from 'commander'
import postgres from 'postgres'
import { DEFAULT_NODE_DIR, NODE_DATABASE, type NodeHome, readNodeHome } from '../node-home.ts'
import { visitDatabase } from '../services.ts'
import { type Check, type CheckResult, type Patient, runChecks } from './check.ts'
import { BLOB_CHECKS } from './blob-checks.ts'
import { DATABASE_CHECKS } from './database-checks.ts'
import { ENGINE_CHECKS } from './engine-checks.ts'
import { FEDERATION_CHECKS } from './federation-checks.ts'
import { MACHINE_CHECKS } from './machine-checks.ts'
import { OUTSIDE_CHECKS } from './outside-checks.ts'
import { PANEL_CHECKS } from './panel-checks.ts'
import { printResults } from './print.ts'
import { REDIS_CHECKS } from './redis-checks.ts'
import { SERVICE_CHECKS } from './service-checks.ts'

export const CHECKS: readonly Check[] = [
  ...MACHINE_CHECKS,
  ...DATABASE_CHECKS,
  ...REDIS_CHECKS,
  ...BLOB_CHECKS,
  ...OUTSIDE_CHECKS,
  ...SERVICE_CHECKS,
  ...FEDERATION_CHECKS,
  ...ENGINE_CHECKS,
  ...PANEL_CHECKS,
]

interface DoctorOptions {
  readonly dir: string
  readonly check?: string
  readonly fix?: boolean
  readonly deep?: boolean
  readonly json?: boolean
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look the node over, running or not, and say how to mend what is wrong')
    .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
    .option('--check <id>', 'one check alone')
    .option('--fix', 'mend what is safe to mend: permissions')
    .option(
      '--deep',
      'also run the engines on a sample, and read every file of the panels, which takes long',
    )
    .option('--json', 'print the answer as JSON')
    .action(async (options: DoctorOptions) => {
      const results = await examine(
        await readNodeHome(options.dir),
        chosen(options),
        options.fix ?? false,
      )
      if (options.json) printJson(results)
      else printResults(results)
      const failed = results.filter(({ state }) => state === 'fail')
      if (failed.length > 0)
        throw new CliError(`${failed.length} of ${results.length} checks failed`)
    })
}

/** The database is opened once for all checks. */
export async function examine(
  home: NodeHome,
  checks: readonly Check[],
  isMending: boolean,
): Promise<CheckResult[]> {
  return withPatient(home, (patient) => runChecks(checks, patient, { isMending }))
}

/** A private database that is stopped is started for as long as the work takes. */
export async function withPatient<T>(
  home: NodeHome,
  work: (patient: Omit<Patient, 'signal'>) => Promise<T>,
): Promise<T> {
  await using stack = new AsyncDisposableStack()
  const opening = open()
  opening.catch(() => undefined)
  async function open(): Promise<postgres.Sql> {
    const { url } = stack.use(await visitDatabase(home.dir, home.settings, NODE_DATABASE))
    // A database that is away is away for this look: the next question need not wait before it asks again.
    const sql = postgres(url, {
      max: 4,
      connect_timeout: 3,
      backoff: () => 0,
      onnotice: () => undefined,
    })
    stack.defer(() => sql.end({ timeout: 1 }))
    return sql
  }
  const result = await work({ home, sql: () => opening })
  await opening.catch(() => undefined)
  return result
}

function chosen({ check: id, deep = false }: DoctorOptions): readonly Check[] {
  if (id === undefined) return CHECKS.filter(({ isDeep }) => deep || isDeep === undefined)
  const check = CHECKS.find((known) => known.id === id)
  if (check !== undefined) return [check]
  throw new CliError(
    `there is no check '${id}'; there are ${CHECKS.map((known) => known.id).join(', ')}`,
    EXIT.usage,
  )
}
