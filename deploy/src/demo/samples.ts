import { toolLines } from './run-tool.ts'

/** Sample ids of a VCF, in the order of its columns. */
export async function sampleIdsOf(vcf: string): Promise<string[]> {
  const ids: string[] = []
  for await (const line of toolLines('bcftools', ['query', '-l', vcf])) ids.push(line)
  return ids
}
