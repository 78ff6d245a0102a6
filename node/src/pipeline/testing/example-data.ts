import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { PanelFiles } from '../job.ts'
import { makePanelFixture } from './panel-fixture.ts'

const EXAMPLES = '/usr/share/doc/shapeit4/examples/test'

/** Where larger test data lie beside the repository, when they do. */

export interface ExampleData {
  readonly panel: PanelFiles
  readonly unphased: string
  readonly phased: string
}

/**
 * A panel of 60 people and 25 targets with 1 in 8 common sites, from Debian's `shapeit4-example`
 * (chr20, 300 kb). The region is repeated 20 and 40 Mb further on, so that there are three chunks.
 */
export async function makeExampleData(dir: string): Promise<ExampleData> {
  const script = `
    repeat_region() { awk 'BEGIN { FS = OFS = "\\t" } /^#/ { print; next } { line[++n] = $0 }
      END { for (k = 0; k < 3; k++) for (i = 1; i <= n; i++) { $0 = line[i]; $2 += k * 20000000; print } }'; }
    view() { bcftools view --no-version -r 20:1000000-1300000 -S <(bcftools query -l "$1" | head -n "$2") "$1"; }
    view ${EXAMPLES}/reference.vcf.gz 60 | bcftools view --no-version -c 1:minor | repeat_region | bgzip > reference.vcf.gz
    bcftools index -tf reference.vcf.gz
    view ${EXAMPLES}/unphased.vcf.gz 25 | bcftools view --no-version -q 0.05:minor -T <(bcftools query -f '%CHROM\\t%POS\\n' reference.vcf.gz) |
      awk '/^#/ || ++n % 8 == 0' | repeat_region | bgzip > phased.vcf.gz
    zcat phased.vcf.gz | sed '/^#/!s/\\([01]\\)|\\([01]\\)/\\1\\/\\2/g' | bgzip > unphased.vcf.gz`
  execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: dir, stdio: 'pipe' })
  const panel = await makePanelFixture({
    vcf: join(dir, 'reference.vcf.gz'),
    dir,
    name: 'example',
    chromosome: '20',
  })
  return {
    panel,
    unphased: join(dir, 'unphased.vcf.gz'),
    phased: join(dir, 'phased.vcf.gz'),
  }
}
