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
    if (rows === 0) findings.add('build-mismatch.contigs', { params: { declared, detected } })
    else {
      findings.add('build-mismatch.rows', { count: rows, params: { declared, detected, rows } })
    }
    return
  }
  const build = declared ?? (detected === 'unknown' ? 'both' : detected)
  const { count, firstLine } = pastEnd[build]
  if (count === 0) return
  const found = { line: firstLine, count }
  if (build === 'both') findings.add('position-past-end.both', found)
  else findings.add('position-past-end.one', { ...found, params: { build } })
}
