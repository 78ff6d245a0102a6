import { CARRIAGE_RETURN, HASH, hasBytesAt, latin1, SPACE, TAB } from '../vcf/bytes.ts'
import { chromosomeOf } from '../vcf/genome.ts'
import { isPlain, type Findings } from './findings.ts'
import type { InputLimits } from './limits.ts'
import { checkSampleIds } from './sample-ids.ts'

const KNOWN_VERSIONS = /^VCFv4\.[0-5]$/
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const FIXED_COLUMNS = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO']
/** `##contig` and `##fileformat` lines are short; no more than this is turned into text. */
const MAX_META_CHARACTERS = 1_000

export interface Header {
  readonly sampleIds: readonly string[]
  /** Lengths in bp of the autosomes that `##contig` lines name. */
  readonly contigLengths: ReadonlyMap<number, number>
  /** 0 when there is no FORMAT column. */
  readonly samples: number
}

/** `header`: more to come. `done`: the column line was read. `stop`: no use in reading on. */
export type HeaderStep = 'header' | 'done' | 'stop'

export function createHeaderReader(findings: Findings, limits: InputLimits) {
  const contigLengths = new Map<number, number>()
  let sampleIds: string[] = []
  let headerBytes = 0
  let contigs = 0

  function readMeta(text: string, line: number): void {
    if (text.startsWith('##fileformat=')) {
      const version = text.slice('##fileformat='.length).trim()
      if (!KNOWN_VERSIONS.test(version)) {
        if (isPlain(version)) {
          findings.add('fileformat-unknown.named', { line, params: { version } })
        } else findings.add('fileformat-unknown.strange', { line })
      }
    } else if (text.startsWith('##contig=')) {
      contigs += 1
      const number = chromosomeOf(/[<,]ID=([^,>]+)/.exec(text)?.[1] ?? '').number
      const length = /[<,]length=(\d{1,12})[,>]/.exec(text)?.[1]
      if (number > 0 && length !== undefined) contigLengths.set(number, Number(length))
    }
  }

  function readColumns(text: string, line: number): HeaderStep {
    const columns = text.split('\t')
    if (columns.length < FIXED_COLUMNS.length && text.includes(' ')) {
      findings.add('spaces-not-tabs.columns', { line })
      return 'stop'
    }
    const isRight =
      FIXED_COLUMNS.every((name, index) => columns[index] === name) &&
      (columns[FIXED_COLUMNS.length] ?? 'FORMAT') === 'FORMAT'
    if (!isRight) {
      findings.add('column-line-invalid', { line })
      return 'stop'
    }
    sampleIds = columns.slice(FIXED_COLUMNS.length + 1)
    if (sampleIds.length === 0) {
      findings.add('genotypes-missing', { line })
    } else if (sampleIds.length > limits.maxSamples) {
      const params = { samples: sampleIds.length, limit: limits.maxSamples }
      findings.add('samples-limit', { params })
      return 'stop'
    }
    checkSampleIds(sampleIds, findings, line)
    return 'done'
  }

  function take(data: Uint8Array, start: number, end: number, line: number): HeaderStep {
    headerBytes += end - start + 1
    if (data[start] !== HASH) {
      const isSpaced = !data.subarray(start, end).includes(TAB) && data.indexOf(SPACE, start) < end
      findings.add(isSpaced ? 'header-missing.text' : 'header-missing.row', { line })
      return 'stop'
    }
    if (data[start + 1] !== HASH) {
      return readColumns(new TextDecoder().decode(data.subarray(start, end)), line)
    }
    if (headerBytes > limits.maxHeaderBytes) {
      findings.add('header-limit', { line, params: { bytes: limits.maxHeaderBytes } })
      return 'stop'
    }
    readMeta(latin1(data, start, Math.min(end, start + MAX_META_CHARACTERS)), line)
    if (contigs > limits.maxContigs) {
      findings.add('contigs-limit', { line, params: { limit: limits.maxContigs } })
      return 'stop'
    }
    return 'header'
  }

  return {
    /** Takes one line without its end. */
    take(data: Uint8Array, start: number, end: number, line: number): HeaderStep {
      const isFirst = line === 1
      if (isFirst && hasBytesAt(data, BYTE_ORDER_MARK, start)) {
        findings.add('byte-order-mark', { line })
        return 'stop'
      }
      if (isFirst && data.subarray(start, end).includes(CARRIAGE_RETURN)) {
        findings.add('line-ends-cr', { line })
        return 'stop'
      }
      if (isFirst && !latin1(data, start, Math.min(end, start + 13)).startsWith('##fileformat=')) {
        findings.add('fileformat-missing', { line })
      }
      return take(data, start, end, line)
    },
    header: (): Header => ({ sampleIds, contigLengths, samples: sampleIds.length }),
  }
}
