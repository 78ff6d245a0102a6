import { DomainError } from '@crosspanel/protocol/problem'
import { z } from 'zod'

/** The last row of a page of files, newest first. */
export interface PageKey {
  readonly createdAt: Date
  readonly id: string
}

const Key = z.tuple([z.iso.datetime(), z.uuid()])

export function writePageKey({ createdAt, id }: PageKey): string {
  return Buffer.from(JSON.stringify([createdAt.toISOString(), id])).toString('base64url')
}

/** Throws `invalid-request` for anything that `writePageKey` did not write. */
export function readPageKey(text: string): PageKey {
  try {
    const [createdAt, id] = Key.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { createdAt: new Date(createdAt), id }
  } catch (cause) {
    throw new DomainError('invalid-request', '`after` is not from an earlier page', { cause })
  }
}
