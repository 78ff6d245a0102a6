import type { FileView } from '@crosspanel/protocol/file'
import type { Placeholder } from 'drizzle-orm'
import type { Db } from '../db.ts'
import type { FilesService } from './service.ts'
import { usedBytesOf } from './usage.ts'

export interface AccountFilesDeps {
  readonly db: Db
  readonly service: Pick<FilesService, 'list' | 'removeAllOf'>
}

const PAGE = 100

/** All files of one account: measured, handed out and destroyed. */
export function createAccountFiles({ db, service }: AccountFilesDeps) {
  return {
    async *each(account: { readonly id: string }): AsyncGenerator<FileView, void, undefined> {
      let after: string | undefined
      do {
        const page = await service.list(account, { after, limit: PAGE })
        yield* page.files
        after = page.next ?? undefined
      } while (after !== undefined)
    },

    /** To be selected. */
    useOf: (accountId: Placeholder) => ({ storageBytes: usedBytesOf(accountId) }),

    async purge(accountId: string): Promise<void> {
      await db.transaction((tx) => service.removeAllOf(tx, accountId))
    },
  }
}
