import { HASH } from '../vcf/bytes.ts'
import { createLineReader } from '../vcf/lines.ts'
import type { Findings } from './findings.ts'
import { createHeaderReader, type Header, type HeaderStep } from './header.ts'
import type { InputLimits } from './limits.ts'
import { createRecordReader, type OnVariant, type Rows } from './records.ts'

export type Scan = ReturnType<typeof createScan>

/** Header and rows of one file, line by line. */
export function createScan(findings: Findings, limits: InputLimits, onVariant?: OnVariant) {
  const headerReader = createHeaderReader(findings, limits)
  let records: ReturnType<typeof createRecordReader> | undefined
  let header: Header | undefined
  let step: HeaderStep = 'header'
  let line = 0
  let textBytes = 0
  let isStopped = false

  const lines = createLineReader(limits.maxLineBytes, (data, start, end, hadReturn) => {
    line += 1
    if (hadReturn) findings.add('line-ends-crlf', { line })
    if (start === end) {
      findings.add('lines-empty', { line })
      return true
    }
    return step === 'header' ? takeHeader(data, start, end) : takeRow(data, start, end)
  })

  function takeHeader(data: Uint8Array, start: number, end: number): boolean {
    step = headerReader.take(data, start, end, line)
    if (step === 'header') return true
    header = headerReader.header()
    if (step === 'stop' || header.samples === 0) return false
    records = createRecordReader(header.samples, findings, limits, onVariant)
    return true
  }

  function takeRow(data: Uint8Array, start: number, end: number): boolean {
    if (data[start] !== HASH) return records?.take(data, start, end, line) ?? false
    findings.add('header-in-body', { line })
    return true
  }

  function noteMissingParts(rows: Rows | undefined): void {
    if (isStopped) return
    if (textBytes > 0 && step === 'header') {
      findings.add('header-missing.nowhere')
    }
    const hasBadRows = findings.has('column-count') || findings.has('spaces-not-tabs')
    if (rows?.records === 0 && !hasBadRows) findings.add('records-missing')
  }

  return {
    samples: (): number => header?.samples ?? 0,
    /** Says that the rest of the text is not read. */
    stop: (): void => {
      isStopped = true
    },
    /** Takes a piece of text. Answers whether to read on. */
    push(chunk: Uint8Array): boolean {
      textBytes += chunk.length
      const result = lines.push(chunk)
      if (result === 'more') return true
      isStopped = true
      if (result === 'too-long') {
        findings.add('line-limit', { line: line + 1, params: { bytes: limits.maxLineBytes } })
      }
      return false
    },
    /** `isCut`: the text ended too early, so its last line is most likely a part of one. */
    finish(isCut: boolean) {
      if (!isStopped && !isCut) lines.end()
      const rows = records?.result()
      noteMissingParts(rows)
      return { header, rows, textBytes }
    },
  }
}
