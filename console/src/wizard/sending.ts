import { sha256Hex } from '@crosspanel/protocol/digest'
import { createSignal, onCleanup } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { type Draft, requestOf } from './draft.ts'
import type { FirstLook } from './first-look.ts'
import { afterLook } from './picking.ts'
import { beginTusTransfer } from './tus-transfer.ts'
import { createUploadRun, type UploadProgress, type UploadRun } from './upload-run.ts'
import { chosenFiles, keepFiles, type Wizard } from './wizard.ts'

export type Sending = ReturnType<typeof createSending>

/** Upload and submission of a draft, with the draft kept at every step. */
export function createSending(wizard: Wizard, onJob: (jobId: string) => void) {
  const [progress, setProgress] = createSignal<UploadProgress>()
  let run: UploadRun | undefined
  let isLeft = false

  const submit = createAction(async ({ draft }: { draft: Draft }) => {
    const [site = '', name = ''] = (draft.panelId ?? '').split('/')
    const panel = await read(api.panels[':site'][':name'].$get({ param: { site, name } }))
    const terms = draft.agreement?.terms
    const accepted = terms === undefined ? undefined : await sha256Hex(terms)
    const job = await read(
      api.jobs.$post({
        header: { 'idempotency-key': draft.id },
        json: requestOf(draft, panel.build, accepted),
      }),
    )
    await wizard.update({ jobId: job.id })
    if (!isLeft) onJob(job.id)
  })

  async function submitNow(): Promise<void> {
    const draft = wizard.draft()
    if (draft !== undefined) await submit.run({ draft })
  }

  function start(draft: Draft): void {
    run ??= createUploadRun(draft.files, {
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
    run.start()
  }

  // The upload goes on while its page is open, and is kept by the node when it is not.
  const warn = (event: BeforeUnloadEvent) => {
    if (progress()?.kind === 'sending') event.preventDefault()
  }
  globalThis.addEventListener('beforeunload', warn)
  onCleanup(() => {
    isLeft = true
    globalThis.removeEventListener('beforeunload', warn)
    void run?.pause()
  })

  return {
    progress,
    submit,
    submitNow,
    start,
    pause: (): void => void run?.pause(),

    /** The draft, when its files have to be chosen again before anything can be sent. */
    missing(hasFiles: boolean): Draft | undefined {
      const draft = wizard.draft()
      const isAtHand = hasFiles || (draft !== undefined && chosenFiles(draft.id).length > 0)
      return isAtHand || draft?.files.every(({ isComplete }) => isComplete) === true
        ? undefined
        : draft
    },

    take(files: readonly File[]): void {
      const draft = wizard.draft()
      if (draft !== undefined) keepFiles(draft.id, files)
    },

    /** Begins anew with files that have changed. */
    async begin(look: FirstLook, files: readonly File[]): Promise<void> {
      const draft = wizard.draft()
      if (draft === undefined) return
      keepFiles(draft.id, files)
      await wizard.update(afterLook(look))
    },
  }
}
