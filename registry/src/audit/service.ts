import type { AuditList } from '@crosspanel/protocol/registry-api'
import type { z } from 'zod'
import type { AuditStore } from './store.ts'

export type AuditService = ReturnType<typeof createAuditService>

export function createAuditService({ store }: { readonly store: AuditStore }) {
  return {
    async list(page: {
      readonly limit: number
      readonly before?: number | undefined
    }): Promise<z.infer<typeof AuditList>> {
      const rows = await store.list(page.limit, page.before)
      const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
      const last = rows.length === page.limit ? rows.at(-1)?.seq : undefined
      return { entries, next: last ?? null }
    },
  }
}
