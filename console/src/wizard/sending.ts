import { sha256Hex } from '@crosspanel/protocol/digest'
import { createSignal, onCleanup } from 'solid-js'
import { createAction } from '../api/action.ts'
import { panelPath } from '../panels/panel-path.ts'
import { api, read } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { type Draft, isAgreed, requestOf, unsent } from './draft.ts'
import { browserFailure } from './failures.ts'
import type { FirstLook } from './first-look.ts'
import { afterLook } from './picking.ts'
import { beginTusTransfer } from './tus-transfer.ts'
import { createDraftUpload, type UploadProgress, type DraftUpload } from './draft-upload.ts'
import { chosenFiles, dropUploads, keepFiles, type Wizard } from './wizard.ts'

export type Sending = ReturnType<typeof createSending>

/** Upload and submission of a draft, with the draft kept at every step. */
export function createSending(wizard: Wizard, onJob: (jobId: string) => void) {
  const [progress, setProgress] = createSignal<UploadProgress>()
  const [isAtHand, setAtHand] = createSignal(false)
  let upload: DraftUpload | undefined
  let isLeft = false

  const submit = createAction(async ({ draft }: { draft: Draft }) => {
    const param = panelPath(draft.panelId ?? '')
    const panel = await read(api.panels[':site'][':name'].$get({ param }))
    if (!isAgreed(draft, panel)) {
      await wizard.panels.refresh()
      throw browserFailure('terms-changed')
    }
    const terms = draft.agreement?.terms
    const accepted = terms === undefined ? undefined : await sha256Hex(terms)
    const job = await read(
      api.jobs.$post({
        header: { 'idempotency-key': draft.id },
        json: requestOf(draft, panel.build, accepted),
      }),
    ).catch(async (error: unknown) => {
      if (error instanceof ApiFailure && error.code === 'file-not-found') await beginAnew(draft)
      throw error
    })
    await wizard.finish(job.id)
    if (!isLeft) onJob(job.id)
  })

  async function submitNow(): Promise<void> {
    const draft = wizard.draft()
    if (draft !== undefined) await submit.run({ draft })
  }

  function start(draft: Draft): void {
    upload ??= createDraftUpload(draft.files, {
      begin: beginTusTransfer,
      chosen: chosenFiles(draft.id),
      now: () => performance.now(),
      onChange(next) {
        const before = progress()?.kind
        setProgress(next)
        const saved = wizard.update({ files: next.files })
        if (next.kind === 'done' && before !== 'done') void saved.then(submitNow)
      },
    })
    upload.start()
  }

  /** Asks for the files again; what has arrived of them is kept. */
  function forget(draft: Draft): void {
    upload = undefined
    setProgress(undefined)
    keepFiles(draft.id, [])
    setAtHand(false)
  }

  function take(draft: Draft, files: readonly File[]): void {
    upload = undefined
    setProgress(undefined)
    submit.clear()
    keepFiles(draft.id, files)
    setAtHand(true)
  }

  /** The node lacks a file that it had, and does not say which. */
  async function beginAnew(draft: Draft): Promise<void> {
    forget(draft)
    await dropUploads(draft.files)
    await wizard.update({ files: draft.files.map(({ identity }) => unsent(identity)) })
  }

  // The upload goes on while its page is open, and is kept by the node when it is not.
  const warn = (event: BeforeUnloadEvent) => {
    if (progress()?.kind === 'sending') event.preventDefault()
  }
  globalThis.addEventListener('beforeunload', warn)
  onCleanup(() => {
    isLeft = true
    globalThis.removeEventListener('beforeunload', warn)
    void upload?.pause()
  })

  return {
    progress,
    submit,
    submitNow,
    start,
    pause: (): void => void upload?.pause(),
    forget,
    take,

    /** The draft, when its files have to be chosen again before anything can be sent. */
    missing(): Draft | undefined {
      const draft = wizard.draft()
      if (draft === undefined || isAtHand() || chosenFiles(draft.id).length > 0) return undefined
      return draft.files.every(({ isComplete }) => isComplete) ? undefined : draft
    },

    /** Begins anew with files that have changed. */
    async begin(draft: Draft, look: FirstLook, files: readonly File[]): Promise<void> {
      await dropUploads(draft.files)
      await wizard.update(afterLook(look))
      take(draft, files)
    },
  }
}
