import type { GenomeBuild } from '../ids.ts'
import type { Findings } from './findings.ts'
import type { Rows } from './records.ts'

/** Positions that the declared build does not have: another build, or wrong rows. */
export function judgeBuild(
  findings: Findings,
  { impossible, pastEnd }: Rows,
  declared: GenomeBuild | undefined,
  detected: GenomeBuild | 'unknown',
): void {
  if (declared !== undefined && detected !== 'unknown' && detected !== declared) {
    const rows = impossible[declared]
    const evidence =
      rows > 0 ? `${rows} rows where ${declared} has no sequence` : '##contig lengths'
    findings.add('build-mismatch', `declared ${declared}, but ${evidence} show ${detected}`, {
      count: Math.max(1, rows),
    })
    return
  }
  const build = declared ?? (detected === 'unknown' ? 'both' : detected)
  const { count, firstLine } = pastEnd[build]
  if (count === 0) return
  const where = build === 'both' ? 'in both builds' : `in ${build}`
  findings.add('position-past-end', `a position after the chromosome's end ${where}`, {
    line: firstLine,
    count,
  })
}
