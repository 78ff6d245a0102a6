import type { ReconcileReport, ScrubStatus } from '@crosspanel/protocol/file'
import { describe, expect, it } from 'vitest'
import { hasFindings, scrubState, retentionOf } from './report.ts'

describe('what was found in the store', () => {
  const clean: ReconcileReport = {
    isDryRun: true,
    orphanBlobs: 0,
    orphanBytes: 0,
    missingBlobs: 0,
    undestroyedBlobs: 0,
    checkedFiles: 7,
  }

  it('is something only when bytes and files do not agree', () => {
    expect(hasFindings(clean)).toBe(false)
    expect(hasFindings({ ...clean, missingBlobs: 1 })).toBe(true)
    expect(hasFindings({ ...clean, orphanBlobs: 1, orphanBytes: 0 })).toBe(true)
  })
})

describe('the settings of retention', () => {
  it('are those that are given in days of keeping', () => {
    const setting = (name: string) => ({
      ...{ name, description: '', value: '1', isSecret: false, isSet: true },
      origin: 'default' as const,
    })
    const kept = retentionOf(
      ['CROSSPANEL_PORT', 'CROSSPANEL_UPLOAD_RETENTION_DAYS', 'CROSSPANEL_SCRUB_BYTES_PER_S'].map(
        setting,
      ),
    )

    expect(kept.map(({ name }) => name)).toEqual(['CROSSPANEL_UPLOAD_RETENTION_DAYS'])
  })
})

describe('a check of the kept files', () => {
  const [earlier, later] = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:05:05.000Z']
  const idle = { isRunning: false, requestedAt: null, finishedAt: null }

  it.each([
    ['that nobody asked for', {}, 'idle'],
    ['that runs', { isRunning: true }, 'running'],
    ['that was asked for and has not begun', { requestedAt: earlier }, 'soon'],
    ['that was asked for after the last', { requestedAt: later, finishedAt: earlier }, 'soon'],
    ['that was asked for during the last', { requestedAt: earlier, finishedAt: later }, 'soon'],
    ['that is over', { finishedAt: later }, 'idle'],
  ])('%s', (_, more, expected) => {
    expect(scrubState({ ...idle, ...more } as ScrubStatus)).toBe(expected)
  })
})
