import { open } from 'node:fs/promises'
import { BGZF_EOF, bgzfBlocks } from '@crosspanel/protocol/vcf/bgzf'
import { createWebCompression } from '@crosspanel/protocol/vcf/web-compression'

const SAMPLES = 100
const HEAD_ROWS = 4_000

/**
 * A VCF file of `sizeBytes` with a good beginning and a good end, and a hole between them that takes no room on
 * the disk and that nobody may read.
 */
export async function writeSparseVcf(path: string, sizeBytes: number): Promise<void> {
  const compression = createWebCompression()
  const ids = Array.from({ length: SAMPLES }, (_, index) => `person-${index}`)
  const header = [
    '##fileformat=VCFv4.2',
    '##contig=<ID=1,length=249250621>',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${ids.join('\t')}`,
  ]
  const head = await bgzfBlocks(encoded([...header, ...rowsOf(1, HEAD_ROWS)]), compression)
  const tail = await bgzfBlocks(encoded(rowsOf(3, 50)), compression)
  const end = Buffer.concat([...tail, BGZF_EOF])
  await using file = await open(path, 'w')
  await file.write(Buffer.concat(head))
  await file.truncate(sizeBytes - end.length)
  await file.write(end, 0, end.length, sizeBytes - end.length)
}

function encoded(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

/** Values that compress badly, so that the beginning is longer than what is read of it. */
function rowsOf(chromosome: number, count: number): string[] {
  let seed = chromosome
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31)
  return Array.from({ length: count }, (_, index) => {
    const calls = Array.from(
      { length: SAMPLES },
      () => `${next() % 2}/${(next() >> 8) % 2}:${next()}`,
    )
    const fixed = [chromosome, 1_000_000 + index * 10, '.', 'A', 'G', '.', 'PASS', '.', 'GT:DS']
    return [...fixed, ...calls].join('\t')
  })
}
