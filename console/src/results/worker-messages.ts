import type { ResultFile } from '@crosspanel/protocol/job'
import type { ResultFault } from './open-result.ts'
import type { Place } from './target.ts'

export interface ToWorker {
  readonly file: ResultFile
  readonly place: Place
  readonly secretKey: Uint8Array | undefined
  readonly sampleIds: readonly string[]
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly fileId: string; readonly done: number }
  | { readonly kind: 'saved'; readonly fileId: string; readonly file: File | undefined }
  | { readonly kind: 'failed'; readonly fileId: string; readonly fault: ResultFault }
