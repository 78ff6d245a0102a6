import type { FileView } from '@crosspanel/protocol/file'
import type { Db } from '../db.ts'
import type { FilesService } from './service.ts'

export interface AccountFilesDeps {
  readonly db: Db
  readonly service: Pick<FilesService, 'list' | 'removeAllOf' | 'usage'>
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

    async usedBytes(accountId: string): Promise<number> {
      return (await service.usage({ id: accountId })).usedBytes
    },

    async purge(accountId: string): Promise<void> {
      await db.transaction((tx) => service.removeAllOf(tx, accountId))
    },
  }
}
