import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { Sha256, SiteId } from '@crosspanel/protocol/ids'
import { z } from 'zod'

export const MANIFEST_FILE = 'manifest.json'
/** SHA-256 of the manifest, so that a changed manifest does not pass for the one that was written. */
export const MANIFEST_DIGEST_FILE = 'manifest.sha256'

/** Relative, without a way out of the backup: a manifest is somebody's file until it is believed. */
const PartName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/)
  .regex(/^(?!(.*\/)?\.\.(\/|$))/)
const Part = z.object({ name: PartName, sizeBytes: z.int().min(0), sha256: Sha256 })
/** Parts that a restore writes under their own names stay in the directory that is theirs. */
const partIn = (dir: string) => Part.extend({ name: PartName.startsWith(`${dir}/`) })
export type Part = z.infer<typeof Part>

const Identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
const TablePart = Part.extend({
  table: Identifier,
  columns: z.array(Identifier).min(1),
  rows: z.int().min(0),
})
export type TablePart = z.infer<typeof TablePart>

const Migration = z.object({ hash: Sha256, createdAt: z.int() })
export type Migration = z.infer<typeof Migration>

const Database = z.object({
  postgres: z.string(),
  migrations: z.array(Migration).min(1),
  tables: z.array(TablePart),
  sequences: z.array(z.object({ name: Identifier, lastValue: z.string().regex(/^\d+$/) })),
})
export type DatabasePart = z.infer<typeof Database>

/** A backup, said in full. It is written last and renamed into place: a directory without it is no backup. */
export const BackupManifest = z.object({
  format: z.literal('crosspanel-backup/1'),
  id: z.uuid(),
  siteId: SiteId,
  software: z.object({ name: z.string(), version: z.string() }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  database: Database,
  /** Absent from a backup that was made without files. */
  blobs: z
    .object({
      parts: z.array(partIn('blobs')),
      /** Of files that were deleted between the dump and the copy. */
      removed: z.array(z.uuid()),
      /** Of files that count and whose blob was not there. */
      missing: z.array(z.uuid()),
    })
    .optional(),
  panels: z.object({
    described: z.array(z.object({ panelId: z.string(), digest: z.string(), dir: z.string() })),
    /** Empty unless the panels were asked for. */
    parts: z.array(partIn('panels')),
  }),
  /** Settings and keys, encrypted (Crypt4GH); absent from a backup that was made without them. */
  secrets: Part.optional(),
  /** The secret key that opens `secrets`, under a passphrase. */
  recoveryKey: Part.optional(),
})
export type BackupManifest = z.infer<typeof BackupManifest>

export async function readManifest(path: string): Promise<BackupManifest> {
  const content = await readFile(join(path, MANIFEST_FILE), 'utf8').catch((error: unknown) => {
    throw new CliError(`${path} is not a whole backup: it has no ${MANIFEST_FILE}`, EXIT.notFound, {
      cause: error,
    })
  })
  const said = await readFile(join(path, MANIFEST_DIGEST_FILE), 'utf8').catch(() => '')
  if (said.trim() !== hash('sha256', content, 'hex')) {
    throw damaged(`${MANIFEST_FILE} is not the one that was written with this backup`)
  }
  const parsed = BackupManifest.safeParse(JSON.parse(content))
  if (!parsed.success) throw damaged(`${MANIFEST_FILE} is not of this version of Crosspanel`)
  return parsed.data
}

export function partsOf(manifest: BackupManifest): readonly Part[] {
  return [
    ...manifest.database.tables,
    ...(manifest.blobs?.parts ?? []),
    ...manifest.panels.parts,
    ...(manifest.secrets ? [manifest.secrets] : []),
    ...(manifest.recoveryKey ? [manifest.recoveryKey] : []),
  ]
}

/** Reads every part and compares it with the manifest; names the first that differs. */
export async function checkParts(
  path: string,
  parts: readonly Part[],
  onPart: (done: number) => void = () => undefined,
): Promise<void> {
  let done = 0
  for (const part of parts) {
    const file = join(path, part.name)
    const found = await stat(file).catch(() => undefined)
    if (found === undefined) throw damaged(`${part.name} is missing`)
    if (found.size !== part.sizeBytes) {
      throw damaged(`${part.name} has ${found.size} bytes, not ${part.sizeBytes}`)
    }
    if ((await digestOf(file)) !== part.sha256) throw damaged(`${part.name} was changed`)
    onPart((done += 1))
  }
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(file)) hash.update(bytes as Uint8Array)
  return hash.digest('hex')
}

export function damaged(detail: string): CliError {
  return new CliError(
    `the backup is damaged: ${detail}. Use another one; \`crosspanel backup list\` names them`,
    EXIT.integrity,
  )
}
