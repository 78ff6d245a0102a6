import { printJson } from '@crosspanel/node/cli/output'
import { createHttpClient } from '@crosspanel/node/peers/http-client'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { Command } from 'commander'
import { type CheckResult, runChecks } from '../doctor/check.ts'
import { withPatient } from '../doctor/command.ts'
import { readFederationFacts } from '../doctor/federation-facts.ts'
import { printResults } from '../doctor/print.ts'
import { DEFAULT_NODE_DIR, type NodeHome, readNodeHome } from '../node-home.ts'
import { networkChecks } from './checks.ts'

/** A check makes several steps, each with a deadline of its own. */
const DEADLINE_MS = 10_000

export function netcheckCommand(): Command {
  return new Command('netcheck')
    .description('look at the way to the registry and to every peer, and from every peer to here')
    .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
    .option('--json', 'print the answer as JSON')
    .action(async (options: { dir: string; json?: boolean }) => {
      const results = await checkNetwork(await readNodeHome(options.dir))
      if (options.json) printJson(results)
      else printResults(results)
      const failed = results.filter(({ state }) => state === 'fail')
      if (failed.length === 0) return
      throw new CliError(`what fails: ${failed.map(({ id }) => id).join(', ')}`, EXIT.unreachable)
    })
}

export async function checkNetwork(home: NodeHome): Promise<CheckResult[]> {
  await using client = createHttpClient()
  return await withPatient(home, async (patient) => {
    const facts = await readFederationFacts({ ...patient, home })
    const checks = networkChecks(home, facts, client.send)
    return runChecks(checks, patient, { deadlineMs: DEADLINE_MS })
  })
}
