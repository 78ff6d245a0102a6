import { print } from '@crosspanel/node/cli/output'
import type { CheckResult } from './check.ts'

const STATE_WIDTH = 'skipped'.length

/** A line for each finding, and below it what mends it. */
export function printResults(results: readonly CheckResult[]): void {
  const idWidth = Math.max(...results.map(({ id }) => id.length))
  for (const { state, id, evidence, fix } of results) {
    print(`${state.padEnd(STATE_WIDTH)} ${id.padEnd(idWidth)} ${evidence}`)
    if (fix !== undefined) print(`${' '.repeat(STATE_WIDTH + 1)}fix: ${fix}`)
  }
}
