import { describe, expect, it } from 'vitest'
import { classifyExit, scrubTail, type EngineEnd } from './engine-exit.ts'

const end = (more: Partial<EngineEnd>): EngineEnd => ({
  exitCode: null,
  signal: null,
  spawnError: null,
  hasTimedOut: false,
  tail: '',
  ...more,
})

describe('the classes of engine failures', () => {
  it.each<[Partial<EngineEnd>, string | undefined]>([
    [{ exitCode: 0 }, undefined],
    [{ exitCode: 1, tail: 'not enough target variants are available' }, 'bad-input'],
    [{ exitCode: 1 }, 'bad-input'],
    [{ exitCode: 3 }, 'engine-bug'],
    [{ exitCode: 255, tail: 'Failed to open file' }, 'bad-input'],
    [{ exitCode: 127 }, 'missing-engine'],
    [{ exitCode: 126 }, 'missing-engine'],
    [{ spawnError: 'ENOENT' }, 'missing-engine'],
    [{ spawnError: 'ENOMEM' }, 'out-of-memory'],
    [{ signal: 'SIGABRT', tail: 'terminate: std::bad_alloc' }, 'out-of-memory'],
    [{ exitCode: 134, tail: 'std::bad_alloc' }, 'out-of-memory'],
    [{ exitCode: 1, tail: 'Cannot allocate memory' }, 'out-of-memory'],
    [{ signal: 'SIGABRT', tail: 'Assertion !isnan' }, 'engine-bug'],
    [{ signal: 'SIGABRT', tail: 'Read failed before end of csi block' }, 'bad-input'],
    [{ signal: 'SIGSEGV' }, 'engine-bug'],
    [{ exitCode: 139 }, 'engine-bug'],
    [{ exitCode: 134 }, 'engine-bug'],
    [{ signal: 'SIGKILL' }, 'killed'],
    [{ exitCode: 137 }, 'killed'],
    [{ signal: 'SIGTERM', hasTimedOut: true }, 'timed-out'],
    [{ exitCode: 0, hasTimedOut: true }, 'timed-out'],
    [{ signal: 'SIGXCPU' }, 'timed-out'],
    [{ signal: 'SIGXFSZ' }, 'killed'],
  ])('calls %j %s', (how, expected) => {
    expect(classifyExit(end(how))).toBe(expected)
  })
})

describe('the tail of what an engine said', () => {
  it('keeps the words and loses samples, positions and paths', () => {
    const tail = scrubTail(
      'Error: Sample NA12878 changes ploidy at 22:16051347\nS000042 in /data/run/x.vcf.gz\u0007',
    )

    expect(tail).toBe('Error: sample <sample> changes ploidy at 22:<n>\n<sample> in x.vcf.gz')
  })
})
