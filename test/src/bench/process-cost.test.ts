import { describe, expect, it } from 'vitest'
import { cpuSecondsOf, forgetPeak, peakResidentMb, residentMb } from './process-cost.ts'

describe('what a process costs', () => {
  it('is the CPU time that Node itself counts', () => {
    const { user, system } = process.cpuUsage()

    const seconds = cpuSecondsOf(process.pid)

    expect(seconds).toBeGreaterThan((user + system) / 1_000_000 - 0.1)
  })

  it('is the memory that Node itself counts, and never more than its peak', () => {
    forgetPeak(process.pid)

    const mb = residentMb(process.pid)

    expect(mb).toBeGreaterThan(process.memoryUsage().heapUsed / 1_000_000)
    expect(peakResidentMb(process.pid)).toBeGreaterThanOrEqual(mb * 0.9)
  })
})
