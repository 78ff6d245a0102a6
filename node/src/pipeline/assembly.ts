import { join } from 'node:path'
import type { FinishedChunk } from './chunk-run.ts'
import { commitFile } from './digests.ts'
import { runEngine } from './engine-process.ts'
import { requireEngine } from './engines.ts'
import type { PipelineJob, PipelineOutput, PipelinePorts } from './job.ts'

type Ports = Pick<PipelinePorts, 'engines' | 'signal'>

/** Joins a chromosome's chunks, in order of position, into imputationserver2's files, with indexes. */
export async function assembleChromosome(
  chromosome: string,
  chunks: readonly FinishedChunk[],
  { outDir, workDir }: Pick<PipelineJob, 'outDir' | 'workDir'>,
  ports: Ports,
): Promise<PipelineOutput[]> {
  const empirical = chunks.map((chunk) => chunk.empirical).filter((path) => path !== null)
  const files = [
    { name: `chr${chromosome}.dose.vcf.gz`, parts: chunks.map(({ dose }) => dose) },
    { name: `chr${chromosome}.info.gz`, parts: chunks.map(({ sites }) => sites) },
    ...(empirical.length === 0
      ? []
      : [{ name: `chr${chromosome}.empiricalDose.vcf.gz`, parts: empirical }]),
  ]
  const outputs: PipelineOutput[] = []
  for (const { name, parts } of files) {
    const path = join(outDir, name)
    const partial = join(outDir, `part.${name}`)
    await concatenate(parts, partial, workDir, ports)
    await runEngine({
      engine: 'tabix',
      file: requireEngine(ports.engines, 'tabix').file,
      args: ['-f', '-p', 'vcf', partial],
      workDir,
      signal: ports.signal,
    })
    await commitFile(partial, path)
    await commitFile(`${partial}.tbi`, `${path}.tbi`)
    outputs.push({ name, path }, { name: `${name}.tbi`, path: `${path}.tbi` })
  }
  return outputs
}

/** Copies compressed blocks; the headers are compatible, since one program wrote them. */
async function concatenate(
  parts: readonly string[],
  path: string,
  workDir: string,
  { engines, signal }: Ports,
): Promise<void> {
  await runEngine({
    engine: 'bcftools',
    file: requireEngine(engines, 'bcftools').file,
    args: ['concat', '--naive', '--output', path, ...parts],
    workDir,
    signal,
  })
}
