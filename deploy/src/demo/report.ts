import type { Accuracy } from './accuracy.ts'
import type { DemoJob } from './imputation.ts'
import type { DosageComparison } from './raw-pipeline.ts'

export function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

const started = performance.now()

/** A line of progress with the seconds since the demo began. */
export function step(line: string): void {
  say(`${`${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(8)}  ${line}`)
}

export function reportJob({ job, summary, seconds }: DemoJob): void {
  say()
  say(`Job ${job.id}`)
  say(`  ran at ${job.hostSite} against ${job.panelId}`)
  say(
    `  ${summary.samples} people, ${summary.qualityControl.records} typed variants in, ${summary.imputation?.outputVariants ?? 0} variants out`,
  )
  say(`  from the command to decrypted files: ${seconds.toFixed(1)} s`)
  for (const { stage, seconds: wall } of summary.stages) {
    say(`    ${stage.padEnd(18)} ${wall.toFixed(2)} s`)
  }
  const engines = summary.engines.map(({ name, version }) => `${name} ${version}`)
  say(`  with ${engines.join(', ')}`)
}

export function reportComparison(comparison: DosageComparison & { seconds: number }): void {
  const { isEqual, records, differing, extraInFirst, extraInSecond, seconds } = comparison
  say(`  the engines run by hand on the same input: ${seconds.toFixed(1)} s`)
  say(
    isEqual
      ? `  all ${records} records are byte for byte those of the engines run by hand`
      : `  NOT EQUAL: ${differing} of ${records} records differ, ${extraInFirst} and ${extraInSecond} are in one alone`,
  )
}

export function reportAccuracy(rows: readonly { panelId: string; accuracy: Accuracy }[]): void {
  say()
  say(
    'Accuracy against the held-back truth: aggregated r2 at variants that were not typed, by minor allele frequency',
  )
  const classes = rows[0]?.accuracy.classes ?? []
  const width = Math.max(...rows.map(({ panelId }) => panelId.length))
  const head = classes.map(({ from, to }) => `${from * 100}-${to * 100} %`.padStart(12))
  say(`  ${''.padEnd(width)}${head.join('')}`)
  for (const { panelId, accuracy } of rows) {
    const cells = accuracy.classes.map(({ r2 }) => (r2 === null ? '-' : r2.toFixed(3)).padStart(12))
    say(`  ${panelId.padEnd(width)}${cells.join('')}`)
  }
}
