import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import type { DraftFile } from './draft.ts'
import { type BeginTransfer, createDraftUpload, type UploadProgress } from './draft-upload.ts'

const fileOf = (name: string, more: Partial<DraftFile> = {}): DraftFile => ({
  identity: { name, size: 100, lastModified: 1, headSha256: name },
  ...{ fileId: undefined, sentBytes: 0, isComplete: false },
  ...more,
})

/** Transfers that do what a test tells them. */
function bench(files: readonly DraftFile[]) {
  const begun: { name: string; fileId: string | undefined; isStopped: boolean }[] = []
  const told: UploadProgress[] = []
  let events: Parameters<BeginTransfer<string>>[2] | undefined
  const clock = { ms: 0 }
  const upload = createDraftUpload(files, {
    begin: (name, fileId, given) => {
      const transfer = { name, fileId, isStopped: false }
      begun.push(transfer)
      events = given
      return {
        start: () => undefined,
        stop: () => {
          transfer.isStopped = true
          return Promise.resolve()
        },
      }
    },
    chosen: files.map(({ identity }) => identity.name),
    onChange: (progress) => told.push(progress),
    now: () => clock.ms,
  })
  return { upload, begun, told, clock, events: () => events!, last: () => told.at(-1)! }
}

describe('the upload of the files of a draft', () => {
  it('sends one after another, and tells the id of each as soon as there is one', () => {
    const { upload, begun, events, last } = bench([fileOf('a'), fileOf('b')])

    upload.start()
    events().onId('id-a')
    const early = last()
    events().onDone()
    events().onId('id-b')
    events().onDone()

    expect(early.files[0]).toMatchObject({ fileId: 'id-a', isComplete: false })
    expect(begun.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(last()).toMatchObject({
      kind: 'done',
      files: [
        { fileId: 'id-a', isComplete: true, sentBytes: 100 },
        { fileId: 'id-b', isComplete: true, sentBytes: 100 },
      ],
    })
  })

  it('goes on with the upload that an earlier tab has begun, and not with one that is complete', () => {
    const { upload, begun } = bench([
      fileOf('a', { fileId: 'id-a', isComplete: true, sentBytes: 100 }),
      fileOf('b', { fileId: 'id-b', sentBytes: 40 }),
    ])

    upload.start()

    expect(begun).toMatchObject([{ name: 'b', fileId: 'id-b' }])
  })

  it('stops for a pause, and goes on after it', async () => {
    const { upload, begun, events, last } = bench([fileOf('a')])
    upload.start()
    events().onId('id-a')

    await upload.pause()
    const paused = last()
    upload.start()

    expect(paused.kind).toBe('paused')
    expect(begun).toMatchObject([{ isStopped: true }, { fileId: 'id-a', isStopped: false }])
    expect(last().kind).toBe('sending')
  })

  it('keeps the reason of a failure until it is tried again', () => {
    const failure = new ApiFailure('unreachable')
    const { upload, events, last } = bench([fileOf('a')])
    upload.start()

    events().onFailed(failure)
    const failed = last()
    upload.start()

    expect(failed).toMatchObject({ kind: 'failed', failure })
    expect(last()).toMatchObject({ kind: 'sending', failure: undefined })
  })

  it('measures how fast it is, once it has run for a second', () => {
    const { upload, events, clock, last } = bench([fileOf('a')])
    upload.start()
    events().onProgress(0)
    clock.ms = 500
    events().onProgress(10)
    const early = last().bytesPerSecond
    clock.ms = 2000

    events().onProgress(60)

    expect(early).toBeUndefined()
    expect(last().bytesPerSecond).toBe(30)
  })

  it('measures over steps that are further apart than it looks back', () => {
    const { upload, events, clock, last } = bench([fileOf('a')])
    upload.start()
    events().onProgress(0)
    clock.ms = 20_000
    events().onProgress(40)
    clock.ms = 60_000

    events().onProgress(100)

    expect(last().bytesPerSecond).toBe(1.5)
  })

  it('tells that a file cannot be read any more', () => {
    const { upload, events, last } = bench([fileOf('a')])
    upload.start()

    events().onUnreadable()

    expect(last()).toMatchObject({ kind: 'unreadable', failure: undefined })
  })

  it('sends nothing when everything has arrived, and tells that it is done', () => {
    const { upload, begun, told } = bench([fileOf('a', { isComplete: true })])

    upload.start()

    expect(told).toMatchObject([{ kind: 'done' }])
    expect(begun).toEqual([])
  })
})
