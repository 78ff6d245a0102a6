import { DomainError } from '@crosspanel/protocol/problem'
import { z } from 'zod'
import type { AccountCursor } from './store.ts'

const CursorText = z.tuple([z.coerce.date(), z.uuid()])

export function cursorOf(row: AccountCursor): string {
  return Buffer.from(`${row.createdAt.toISOString()} ${row.id}`).toString('base64url')
}

export function readCursor(text: string | undefined): AccountCursor | undefined {
  if (text === undefined) return undefined
  const parsed = CursorText.safeParse(Buffer.from(text, 'base64url').toString().split(' '))
  if (!parsed.success) {
    throw new DomainError('invalid-request', undefined, {
      errors: [{ pointer: '#/after', detail: 'is not a place in this list' }],
    })
  }
  const [createdAt, id] = parsed.data
  return { createdAt, id }
}
