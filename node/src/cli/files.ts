import { byteWords } from '@crosspanel/protocol/byte-words'
import { FileList, ReconcileReport, ScrubStatus, StorageUsage } from '@crosspanel/protocol/file'
import { table } from '@crosspanel/protocol/text-table'
import { z } from 'zod'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'

interface FileOptions {
  readonly site?: string
  readonly json?: boolean
}

const PAGE = 200

export async function listFiles(options: FileOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { files, next } = await api.call(`/api/v1/files?limit=${String(PAGE)}`, FileList)
  if (options.json) return printJson(files)
  if (files.length === 0) return note('You keep no files at this site.')
  const rows = files.map((file) => [
    file.id,
    file.kind,
    file.damagedAt === null ? file.state : 'damaged',
    byteWords(file.size ?? file.declaredSize ?? 0),
    String(file.downloads),
    file.expiresAt?.slice(0, 10) ?? '',
    file.name,
  ])
  print(table(['ID', 'KIND', 'STATE', 'SIZE', 'DOWNLOADS', 'EXPIRES', 'NAME'], rows))
  if (next !== null) note(`The ${String(files.length)} newest are shown.`)
}

export async function removeFiles(ids: readonly string[], options: FileOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  for (const id of ids) {
    await api.call(`/api/v1/files/${encodeURIComponent(id)}`, z.undefined(), { method: 'DELETE' })
    note(`${id} is deleted.`)
  }
}

export async function showUsage(options: FileOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const usage = await api.call('/api/v1/files/usage', StorageUsage)
  if (options.json) return printJson(usage)
  const { usedBytes, files, quotaBytes } = usage
  const limit = quotaBytes === null ? 'without a limit' : `of ${byteWords(quotaBytes)}`
  print(`${byteWords(usedBytes)} ${limit}, in ${String(files)} files`)
}

/** Asks for a scrub unless only its state is wanted. */
export async function scrub(options: FileOptions & { readonly status?: boolean }): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const method = options.status ? 'GET' : 'POST'
  const state = await api.call('/api/v1/storage/scrub', ScrubStatus, { method })
  if (options.json) return printJson(state)
  print(
    table(
      ['DUE', 'CHECKED', 'BYTES', 'DAMAGED', 'STARTED', 'FINISHED'],
      [
        [
          String(state.dueFiles),
          String(state.checkedFiles),
          byteWords(state.checkedBytes),
          String(state.damagedFiles),
          state.startedAt ?? '',
          state.isRunning ? 'running' : (state.finishedAt ?? ''),
        ],
      ],
    ),
  )
}

export async function collectGarbage(
  options: FileOptions & { readonly dryRun?: boolean; readonly acceptLoss?: boolean },
): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const report = await api.call('/api/v1/storage/reconcile', ReconcileReport, {
    method: 'POST',
    body: { isDryRun: options.dryRun ?? false, isLossAccepted: options.acceptLoss ?? false },
  })
  if (options.json) return printJson(report)
  const { orphanBlobs, orphanBytes, undestroyedBlobs, missingBlobs, checkedFiles } = report
  const [removed, marked] = report.isDryRun
    ? ['would be removed', 'would be marked as damaged']
    : ['removed', 'marked as damaged']
  print(
    `blobs that no file counts on: ${String(orphanBlobs)} (${byteWords(orphanBytes)}), ${removed}`,
  )
  print(`blobs of deleted files: ${String(undestroyedBlobs)}, ${removed}`)
  print(
    `files whose blob is missing: ${String(missingBlobs)} of ${String(checkedFiles)}, ${marked}`,
  )
}
