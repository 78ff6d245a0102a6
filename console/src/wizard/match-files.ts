import type { DraftFile } from './draft.ts'
import { changeOf, type FileIdentity } from './first-look.ts'

export interface Mismatch {
  readonly of: 'count' | 'name' | 'size' | 'content' | 'time'
  readonly was: string
  readonly is: string
}

/** Whether these are the files of a draft, in whatever order they were chosen; or the first thing that is not as it was. */
export function matchFiles(
  files: readonly DraftFile[],
  found: readonly FileIdentity[],
): { readonly order: readonly number[] } | { readonly mismatch: Mismatch } {
  if (files.length !== found.length) {
    return { mismatch: { of: 'count', was: String(files.length), is: String(found.length) } }
  }
  const order: number[] = []
  for (const { identity } of files) {
    const index = found.findIndex(({ name }) => name === identity.name)
    const same = found[index]
    const change = same === undefined ? 'name' : changeOf(identity, same)
    if (change !== undefined) return { mismatch: mismatchOf(change, identity, same ?? found[0]) }
    order.push(index)
  }
  return { order }
}

function mismatchOf(
  of: Exclude<Mismatch['of'], 'count'>,
  was: FileIdentity,
  is: FileIdentity | undefined,
): Mismatch {
  if (of === 'size') return { of, was: String(was.size), is: String(is?.size ?? 0) }
  return { of, was: was.name, is: is?.name ?? '' }
}
