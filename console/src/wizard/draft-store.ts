import { createStore as openStore, del, get, set, values } from 'idb-keyval'
import type { Draft } from './draft.ts'

/** Where drafts are kept: this browser's IndexedDB, so that a closed tab or a crash costs nothing. */
export interface DraftStore {
  find(id: string): Promise<Draft | undefined>
  /** Drafts of an account that have become no job yet, the latest change first. */
  list(accountId: string): Promise<readonly Draft[]>
  save(draft: Draft): Promise<void>
  remove(id: string): Promise<void>
}

export function openDraftStore(): DraftStore {
  const store = openStore('crosspanel-drafts', 'drafts')
  return {
    find: (id) => get<Draft>(id, store),
    async list(accountId) {
      const all = await values<Draft>(store)
      return all
        .filter((draft) => draft.accountId === accountId && draft.jobId === undefined)
        .toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
    },
    save: (draft) => set(draft.id, draft, store),
    remove: (id) => del(id, store),
  }
}
