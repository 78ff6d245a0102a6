import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasSharedData, SHARED_DATA } from '../../../test/src/shared-data.ts'
import { makePanelFixture } from './testing/panel-fixture.ts'
import { runExample } from './testing/run-example.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crosspanel-shared-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const shell = (script: string, cwd: string) =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd, stdio: 'pipe' }).toString()

async function impute(set: 'tiny' | 'small', population: string) {
  const dir = await mkdtemp(join(root, `${set}-`))
  const vcf = join(SHARED_DATA, set, `panel.${population}.vcf.gz`)
  const panel = await makePanelFixture({ vcf, dir, name: population, chromosome: '22' })
  const target = join(SHARED_DATA, set, 'target.vcf.gz')
  const at = { workDir: join(dir, 'work'), outDir: join(dir, 'out') }
  const { summary } = await runExample({ inputs: [target], panel, ...at })
  const files = panel.chromosomes[0]!
  return { dir, summary, panel: files, target, dose: join(at.outDir, 'chr22.dose.vcf.gz') }
}

/**
 * Squared correlation of dosages with true genotypes at imputed sites, over all people of a
 * super-population together.
 */
function aggregateR2(set: string, dose: string, superPopulation: string, dir: string): number {
  const folder = join(SHARED_DATA, set)
  return Number(
    shell(
      `awk -v p=${superPopulation} '$3 == p { print $1 }' ${folder}/target.samples.tsv > people.txt
       values() { bcftools query -S people.txt -f "[%CHROM:%POS:%REF:%ALT:%SAMPLE\\t$1\\n]" "$2" | sort -k1,1; }
       bcftools view -i 'IMPUTED=1 && TYPED=0' ${dose} -Ou | values '%DS' - > dose.txt
       values '%GT' ${folder}/target.truth.vcf.gz | awk '{ split($2, a, /[|\\/]/); print $1 "\\t" a[1] + a[2] }' > truth.txt
       join dose.txt truth.txt | awk '{ n++; x += $2; y += $3; xx += $2 * $2; yy += $3 * $3; xy += $2 * $3 }
         END { c = xy - x * y / n; print c * c / ((xx - x * x / n) * (yy - y * y / n)) }'`,
      dir,
    ),
  )
}

describe.skipIf(!hasSharedData('1000 Genomes sets through the pipeline'))(
  '1000 Genomes sets (need ../shared/data)',
  () => {
    it.each([
      ['tiny', 'AFR'],
      ['tiny', 'EUR'],
    ] as const)(
      '%s, %s: dosages are those of the command line on the same variants of the original file',
      async (set, population) => {
        const { dir, panel, target, dose } = await impute(set, population)

        shell(
          `bcftools query -f '%CHROM\\t%POS\\n' work/targets/chunk_22_0040000001_0060000000.vcf.gz > kept.txt
         bcftools view -T kept.txt ${target} -Oz -o raw.vcf.gz; tabix -p vcf raw.vcf.gz
         printf 'chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)\\n22 0 1 0\\n22 ${panel.end} 0 ${panel.end / 1e6}\\n' > map.txt
         bio-eagle --vcfRef ${panel.bcf} --vcfTarget raw.vcf.gz --geneticMapFile map.txt --outPrefix phased \\
           --chrom 22 --bpStart 35000001 --bpEnd 65000000 --vcfOutFormat z > eagle.log 2>&1
         tabix -p vcf phased.vcf.gz
         minimac4 --region 22:40000001-60000000 --overlap 500000 --format GT,DS,GP,HDS --min-ratio 0.00001 \\
           --all-typed-sites -O vcf.gz -o raw.dose.vcf.gz ${panel.msav} phased.vcf.gz 2> minimac4.log`,
          dir,
        )

        const records = (path: string) => shell(`bcftools view -H ${path} | sha256sum`, dir)
        expect(records(dose)).toBe(records('raw.dose.vcf.gz'))
      },
    )

    it('small: Africans are imputed better from Africans, and Europeans from Europeans', async () => {
      const [fromAfr, fromEur] = [await impute('small', 'AFR'), await impute('small', 'EUR')]

      const r2 = (run: typeof fromAfr, people: string) =>
        aggregateR2('small', run.dose, people, run.dir)
      expect(fromAfr.summary.imputation?.outputVariants).toBe(fromAfr.panel.variants)
      expect(r2(fromAfr, 'AFR')).toBeGreaterThan(r2(fromEur, 'AFR') + 0.05)
      expect(r2(fromEur, 'EUR')).toBeGreaterThan(r2(fromAfr, 'EUR') + 0.05)
      expect(r2(fromEur, 'EUR')).toBeGreaterThan(0.9)
    })
  },
)
