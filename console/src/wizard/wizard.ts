import type { AccountView } from '@crosspanel/protocol/account'
import type { PanelView } from '@crosspanel/protocol/panel'
import { createSignal, onMount } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { createChecker } from './checker.ts'
import type { Draft, DraftFacts } from './draft.ts'
import { openDraftStore } from './draft-store.ts'

export const drafts = openDraftStore()
export const checker = createChecker()

/** Files of drafts, as chosen in this tab: a browser cannot keep them longer. */
const chosen = new Map<string, readonly File[]>()
export const chosenFiles = (draftId: string): readonly File[] => chosen.get(draftId) ?? []
export const keepFiles = (draftId: string, files: readonly File[]): unknown =>
  chosen.set(draftId, files)

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
    const found = await drafts.find(id())
    if (found === undefined) setGone(true)
    else setDraft(found)
  }
  onMount(() => void load())

  const panel = (): PanelView | undefined =>
    panels.data()?.panels.find(({ panelId }) => panelId === draft()?.panelId)
  const account = (): AccountView | undefined => me.data()

  return {
    draft,
    isGone,
    panels,
    me,
    panel,
    account,
    facts: (): DraftFacts => ({
      hasKey: (account()?.publicKey ?? null) !== null,
      panel: panel(),
    }),

    async update(change: Partial<Draft>): Promise<void> {
      const before = draft()
      if (before === undefined) return
      const after = { ...before, ...change, updatedAt: new Date().toISOString() }
      setDraft(after)
      await drafts.save(after)
    },
  }
}
