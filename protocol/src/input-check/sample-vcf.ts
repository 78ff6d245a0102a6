import { BGZF_EOF, bgzfBlocks } from '../vcf/bgzf.ts'
import { concatBytes, type Bytes } from '../vcf/bytes.ts'
import { createWebCompression } from '../vcf/web-compression.ts'
import type { InputFile } from './check-file.ts'

/** The parts of a small VCF for tests; `lines` are rows, each a list of columns. */
export interface SampleVcf {
  header: string[]
  columns: string[]
  rows: string[][]
}

/** Twenty samples and thirty rows of chromosome 22 (GRCh37), all right. */
export function sampleVcf({ samples = 20, rows = 30, chromosome = '22' } = {}): SampleVcf {
  return {
    header: ['##fileformat=VCFv4.2', '##contig=<ID=22,length=51304566>'],
    columns: [
      ...['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT'],
      ...Array.from({ length: samples }, (_, index) => `P${index + 1}`),
    ],
    rows: Array.from({ length: rows }, (_, row) => [
      ...[chromosome, String(20_000_000 + row * 1000), `rs${row + 1}`, 'A', 'G', '.', 'PASS', '.'],
      'GT',
      ...Array.from({ length: samples }, (_, sample) => GENOTYPES[(row * 7 + sample) % 4] ?? './.'),
    ]),
  }
}

const GENOTYPES = ['0/0', '0/1', '1/1', './.']

export function vcfText({ header, columns, rows }: SampleVcf, lineEnd = '\n'): string {
  return [...header, columns.join('\t'), ...rows.map((row) => row.join('\t')), ''].join(lineEnd)
}

export function vcfBytes(vcf: SampleVcf | string): Bytes {
  return new TextEncoder().encode(typeof vcf === 'string' ? vcf : vcfText(vcf))
}

export async function bgzfOf(text: Uint8Array): Promise<Bytes> {
  return concatBytes([...(await bgzfBlocks(text, createWebCompression())), BGZF_EOF])
}

/** A file that gives its bytes in pieces of `chunkBytes`. */
export function fileOf(name: string, bytes: Uint8Array, chunkBytes = 1 << 16): InputFile {
  return { name, open: () => chunksOf(bytes, chunkBytes) }
}

export async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes))
  }
}
