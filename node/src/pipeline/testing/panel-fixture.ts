import type { GenomeBuild } from '@crosspanel/protocol/ids'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileSha256 } from '../digests.ts'
import type { PanelFiles } from '../job.ts'
import { runEngine } from '../engine-process.ts'

const bash = (script: string) => execFileSync('bash', ['-euo', 'pipefail', '-c', script])

export interface FixtureOptions {
  readonly vcf: string
  readonly dir: string
  readonly name: string
  readonly chromosome: string
  readonly build?: GenomeBuild
  /** `bcftools view` arguments that choose people or a region. */
  readonly view?: readonly string[]
}

/** Makes a panel's engine files from a phased VCF: a small stand-in for `panel add`. */
export async function makePanelFixture(options: FixtureOptions): Promise<PanelFiles> {
  const { vcf, dir, name, chromosome, build = 'GRCh37', view = [] } = options
  const bcf = join(dir, `${name}.bcf`)
  const sites = join(dir, `${name}.sites.gz`)
  const msav = join(dir, `${name}.msav`)
  bash(`bcftools view ${view.join(' ')} ${vcf} -Ou | bcftools norm -d exact -Ob -o ${bcf} 2>/dev/null
    bcftools index -f ${bcf}
    (printf 'ID\\tCHROM\\tPOS\\tREF\\tALT\\tAAF_ALL\\tMAF_ALL\\n'
     bcftools +fill-tags ${bcf} -Ou -- -t AF,MAF |
     bcftools query -f '%ID\\t%CHROM\\t%POS\\t%REF\\t%ALT\\t%AF\\t%MAF\\n') | bgzip > ${sites}
    tabix -f -s2 -b3 -e3 -S1 ${sites}`)
  await runEngine({
    ...{ engine: 'minimac4', file: '/usr/bin/minimac4', args: ['--compress-reference', bcf] },
    ...{ workDir: dir, stdoutFile: msav },
  })
  const lines = bash(`tabix ${sites} ${chromosome} | cut -f3`).toString().trim().split('\n')
  const samples = bash(`bcftools query -l ${bcf}`).toString().trim().split('\n').length
  return {
    panelId: `site:test/${name.toLowerCase()}`,
    build,
    digest: await fileSha256(msav),
    samples,
    populations: [{ code: 'ALL', samples }],
    chromosomes: [
      {
        chromosome,
        start: Number(lines[0]),
        end: Number(lines.at(-1)),
        variants: lines.length,
        ...{ msav, bcf, sites, eagleMap: null, shapeitMap: null, minimacMap: null },
      },
    ],
    phasingEngines: ['eagle', 'shapeit4'],
    policy: { minSamples: 1, maxSamples: 50_000, maxAlleleSwitches: 100 },
  }
}
