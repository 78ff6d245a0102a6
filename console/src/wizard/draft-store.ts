import { createStore as openStore, del, get, set, values } from 'idb-keyval'
import type { Draft } from './draft.ts'
import { browserFailure } from './failures.ts'

/**
 * Where drafts are kept: this browser's IndexedDB, so that a closed tab or a crash costs nothing.
 * Throws `ApiFailure` where the browser keeps nothing: a full disk, a window that may not.
 */
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
    find: (id) => told(() => get<Draft>(id, store)),
    async list(accountId) {
      const all = await told(() => values<Draft>(store))
      return all
        .filter((draft) => draft.accountId === accountId && draft.jobId === undefined)
        .toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
    },
    save: (draft) => told(() => set(draft.id, draft, store)),
    remove: (id) => told(() => del(id, store)),
  }
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw browserFailure('storage-failed', error)
  }
}
