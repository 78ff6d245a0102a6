import type { ResultFile } from '@crosspanel/protocol/job'
import type { ResultFault } from './open-result.ts'

export interface ToWorker {
  readonly file: ResultFile
  /** Where a person wants it; without it, the browser's private place, from where it is downloaded. */
  readonly directory: FileSystemDirectoryHandle | undefined
  readonly secretKey: Uint8Array | undefined
  readonly sampleIds: readonly string[]
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly fileId: string; readonly done: number }
  | { readonly kind: 'saved'; readonly fileId: string; readonly file: File | undefined }
  | { readonly kind: 'failed'; readonly fileId: string; readonly fault: ResultFault }
