import { describe, expect, it } from 'vitest'
import type { PanelFiles } from './job.ts'
import { noCounts } from './quality-control.ts'
import { qualityControlReport } from './reports.ts'

const panel = {
  chromosomes: [{ chromosome: '20', start: 100, end: 900 }],
} as unknown as PanelFiles

const chunk = {
  ...{ chromosome: '20', start: 1, end: 20_000_000, variants: 1, variantsInPanel: 1 },
  ...{ panelOverlap: 1, samplesWithLowCallRate: 0, outputVariants: null },
}

describe('the quality control report', () => {
  it('says why chunks were left out, and how many remain', () => {
    const report = qualityControlReport(
      {
        qualityControl: { ...noCounts(), inPanel: 1234, typedOnly: 1, excluded: 0 },
        chunks: [
          { ...chunk, status: 'kept', reason: null },
          { ...chunk, status: 'excluded', reason: 'too-few-variants' },
        ],
      },
      panel,
    )

    expect(report).toContain('Reference Panel Ranges: genome-wide')
    expect(report).toContain('<b>Warning:</b> 1 Chunk(s) excluded: < 3 SNPs')
    expect(report).toContain('Remaining chunk(s): 1')
    expect(report).not.toContain('snps-excluded.txt')
  })

  it("names the panel's range where variants lay outside it", () => {
    const report = qualityControlReport(
      { qualityControl: { ...noCounts(), outsidePanelRange: 3 }, chunks: [] },
      panel,
    )

    expect(report).toContain('Reference Panel Ranges: 20:100-900')
    expect(report).toContain('Reference Overlap: .00 %')
  })
})
