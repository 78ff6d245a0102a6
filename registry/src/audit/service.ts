import type { AuditList, AuditPage } from '@crosspanel/protocol/registry-api'
import type { z } from 'zod'
import type { AuditStore } from './store.ts'

export type AuditService = ReturnType<typeof createAuditService>

export function createAuditService({ store }: { readonly store: AuditStore }) {
  return {
    async list({
      limit,
      before,
      ...filter
    }: z.infer<typeof AuditPage>): Promise<z.infer<typeof AuditList>> {
      const rows = await store.list(filter, limit, before)
      const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
      const last = rows.length === limit ? rows.at(-1)?.seq : undefined
      return { entries, next: last ?? null }
    },
  }
}
