import type { AccountView } from '@crosspanel/protocol/account'
import type { PanelView } from '@crosspanel/protocol/panel'
import { createSignal, onMount } from 'solid-js'
import { api, done, read } from '../api/client.ts'
import type { ApiFailure } from '../api/failure.ts'
import { createQuery } from '../api/query.ts'
import { createChecker } from './checker.ts'
import { type Draft, type DraftFacts, type DraftFile, firstMissing, type Step } from './draft.ts'
import { openDraftStore } from './draft-store.ts'
import { wizardFailure } from './failures.ts'

export const drafts = openDraftStore()
export const checker = createChecker()

/** Files of drafts, as chosen in this tab: a browser cannot keep them longer. */
const chosen = new Map<string, readonly File[]>()
export const chosenFiles = (draftId: string): readonly File[] => chosen.get(draftId) ?? []
export const keepFiles = (draftId: string, files: readonly File[]): unknown =>
  chosen.set(draftId, files)

/**
 * Deletes what the node has taken of files that nobody goes on with. What it refuses (a job has the file
 * already) or does not hear of stays: an upload ends by itself when its time is over.
 */
export async function dropUploads(files: readonly DraftFile[]): Promise<void> {
  await Promise.allSettled(
    files.flatMap(({ fileId }) =>
      fileId === undefined ? [] : [done(api.files[':id'].$delete({ param: { id: fileId } }))],
    ),
  )
}

/** `crypto.randomUUID` is missing on plain http, where a site may be tried out. */
export function newDraftId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export type Wizard = ReturnType<typeof createWizard>

/** One draft while its pages are open: every change is kept at once. */
export function createWizard(id: () => string) {
  const [draft, setDraft] = createSignal<Draft>()
  const [isGone, setGone] = createSignal(false)
  const [failure, setFailure] = createSignal<ApiFailure>()
  const panels = createQuery(
    () => 'panels',
    () => read(api.panels.$get()),
    { onPatch: ({ type }) => (type === 'panel' ? 'refresh' : undefined) },
  )
  const me = createQuery(
    () => 'me',
    () => read(api.me.$get()),
  )

  async function load(): Promise<void> {
    setFailure(undefined)
    try {
      const found = await drafts.find(id())
      if (found === undefined) setGone(true)
      else setDraft(found)
    } catch (error) {
      setFailure(wizardFailure(error))
    }
  }
  onMount(() => void load())

  const panel = (): PanelView | undefined =>
    panels.data()?.panels.find(({ panelId }) => panelId === draft()?.panelId)
  const account = (): AccountView | undefined => me.data()
  const facts = (): DraftFacts => ({
    hasKey: (account()?.publicKey ?? null) !== null,
    panel: panel(),
  })

  /** What is on the screen counts, even where the browser cannot keep it. */
  async function keep(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      setFailure(undefined)
    } catch (error) {
      setFailure(wizardFailure(error))
    }
  }

  return {
    draft,
    isGone,
    /** Why the draft could not be read or kept. */
    failure,

    async retry(): Promise<void> {
      const known = draft()
      await (known === undefined ? load() : keep(() => drafts.save(known)))
    },

    panels,
    me,
    panel,
    account,
    facts,

    /** The step that still lacks something, once everything was read that says so. */
    missing(): Step | 'unread' | undefined {
      const known = draft()
      const isRead = panels.data() !== undefined && me.data() !== undefined
      return known === undefined || !isRead ? 'unread' : firstMissing(known, facts())
    },

    async update(change: Partial<Draft>): Promise<void> {
      const before = draft()
      if (before === undefined) return
      const after = { ...before, ...change, updatedAt: new Date().toISOString() }
      setDraft(after)
      await keep(() => drafts.save(after))
    },

    /** The draft has become a job, which is kept elsewhere. */
    async finish(jobId: string): Promise<void> {
      const before = draft()
      if (before === undefined) return
      setDraft({ ...before, jobId })
      keepFiles(before.id, [])
      await keep(() => drafts.remove(before.id))
    },
  }
}
