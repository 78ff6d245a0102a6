import { join, resolve } from 'node:path'
import { note, print, printJson, progressLine } from '@crosspanel/node/cli/output'
import { byteWords } from '@crosspanel/protocol/byte-words'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { Command, InvalidArgumentError } from 'commander'
import { DEFAULT_NODE_DIR, readNodeHome } from '../node-home.ts'
import { hasSettings } from '../settings.ts'
import { createBackup, hasFilesElsewhere } from './create.ts'
import { describe, listBackups, type ListedBackup, removeOldBackups } from './list.ts'
import { noteBackup } from './record.ts'
import { restoreBackup } from './restore.ts'
import { chooseRecipient, type OpeningOptions, type RecipientOptions } from './secrets.ts'
import { verifyBackup } from './verify.ts'

interface NodeOptions {
  readonly dir: string
  readonly json?: boolean
}
interface CreateArguments extends NodeOptions, RecipientOptions {
  readonly to?: string
  readonly files: boolean
  readonly keys: boolean
  readonly withPanels?: boolean
  readonly keep?: number
}

export function backupCommand(): Command {
  const backup = new Command('backup').description(
    'make, test and restore backups of this node, also while it runs',
  )
  const ofNode = (name: string) =>
    backup
      .command(name)
      .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
      .option('--json', 'print the answer as JSON')
  ofNode('create')
    .option('--to <directory>', 'where to put it (default: `backups` in the directory of the node)')
    .option('--passphrase-file <path>', 'encrypt settings and keys under this passphrase')
    .option('--recipient <path>', 'encrypt settings and keys to this Crypt4GH public key')
    .option('--without-keys', 'leave settings and keys out')
    .option('--without-files', 'leave the files of researchers out')
    .option('--keep <number>', 'then remove all but so many of the newest of this node', keepCount)
    .option('--with-panels', 'put the panels in too; without, only their digests are noted')
    .description('database, files, settings and keys of the node as one directory')
    .action(async (given: CreateArguments & { withoutKeys?: boolean; withoutFiles?: boolean }) => {
      const { withoutKeys = false, withoutFiles = false } = given
      await create({ ...given, keys: !withoutKeys, files: !withoutFiles })
    })
  ofNode('list')
    .option('--in <directory>', 'where they are (default: `backups` in the directory of the node)')
    .description('whole backups, newest first')
    .action(list)
  ofNode('verify [path]')
    .option('--passphrase-file <path>', 'open the keys too')
    .option('--key-file <path>', 'open the keys too, with this Crypt4GH secret key')
    .option('--in <directory>', 'without a path: where the newest is to be found')
    .description('read every part and restore the database on a server that is thrown away')
    .action(verify)
  backup
    .command('restore <path>')
    .option('--to <directory>', 'directory of the node, which may be new', DEFAULT_NODE_DIR)
    .option('--json', 'print the answer as JSON')
    .option('--passphrase-file <path>', 'passphrase that opens the keys')
    .option('--key-file <path>', 'Crypt4GH secret key that opens the keys')
    .description(
      'put a backup in the place of a node that does not run; a restore point comes first',
    )
    .action(restore)
  return backup
}

async function create(options: CreateArguments): Promise<void> {
  const home = await readNodeHome(options.dir)
  const recipient = options.keys ? await chooseRecipient(options) : undefined
  const to = resolve(options.to ?? join(home.dir, 'backups'))
  const { path, manifest } = await withProgress((say) =>
    createBackup(home, {
      to,
      withFiles: options.files,
      withPanels: options.withPanels ?? false,
      recipient,
      say,
    }),
  )
  const described = describe(path, manifest)
  await noteBackup(home, path, manifest, null)
  if (options.json) printJson({ ...described, missingFiles: manifest.blobs?.missing.length ?? 0 })
  else print(path)
  note(`${sentenceOf(described)} Test it: crosspanel backup verify ${path}`)
  if (options.files && hasFilesElsewhere(home)) {
    note('Files are in the S3 store and not in the backup: let the store keep them safe.')
  }
  const missing = manifest.blobs?.missing.length ?? 0
  if (missing === 0) {
    if (options.keep !== undefined) await removeOld(to, home.siteId, options.keep)
    return
  }
  throw new CliError(
    `${missing} files count in the database, but their content is gone; the backup has everything else`,
    EXIT.integrity,
  )
}

async function list(options: NodeOptions & { in?: string }): Promise<void> {
  const backups = await listBackups(resolve(options.in ?? join(options.dir, 'backups')))
  if (options.json) return printJson(backups)
  for (const found of backups) print(`${found.path}  ${sentenceOf(found)}`)
  if (backups.length === 0) note('There is no backup here. Make one: crosspanel backup create')
}

async function removeOld(to: string, siteId: string, keep: number): Promise<void> {
  for (const { path } of await removeOldBackups(to, siteId, keep)) note(`Removed ${path}.`)
}

function keepCount(given: string): number {
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given)
  throw new InvalidArgumentError('it takes a number of backups from 1 to 9999.')
}

async function newestIn(dir: string): Promise<string> {
  const [newest] = await listBackups(dir)
  if (newest !== undefined) return newest.path
  throw new CliError(
    `there is no backup in ${dir}; make one: crosspanel backup create`,
    EXIT.notFound,
  )
}

type VerifyArguments = NodeOptions & OpeningOptions & { readonly in?: string }

async function verify(given: string | undefined, options: VerifyArguments): Promise<void> {
  const path = given ?? (await newestIn(resolve(options.in ?? join(options.dir, 'backups'))))
  const { manifest, rows, invariants, areKeysOpened } = await withProgress((say) =>
    verifyBackup(resolve(path), { ...options, say }),
  )
  const described = describe(resolve(path), manifest)
  // The backup may be looked at where its node is not.
  if (hasSettings(options.dir)) {
    const home = await readNodeHome(options.dir)
    if (home.siteId === manifest.siteId) await noteBackup(home, resolve(path), manifest, new Date())
  }
  const tables = manifest.database.tables.length
  if (options.json) return printJson({ ...described, rows, tables, invariants, areKeysOpened })
  print(`The backup is whole. Restored for a test: ${rows} rows in ${tables} tables.`)
  for (const says of invariants) print(`  holds: ${says}`)
  if (manifest.secrets && !areKeysOpened) {
    note('The keys were not decrypted: name --passphrase-file or --key-file to test that too.')
  }
}

async function restore(
  path: string,
  options: OpeningOptions & { to: string; json?: boolean },
): Promise<void> {
  const { manifest, dir, restorePoint } = await withProgress((say) =>
    restoreBackup(path, { ...options, say }),
  )
  if (options.json) printJson({ ...describe(resolve(path), manifest), dir, restorePoint })
  else print(`${manifest.siteId} is restored in ${dir} as it was at ${manifest.startedAt}.`)
  if (restorePoint !== undefined) {
    note(`To undo: crosspanel backup restore ${restorePoint} --to ${dir}`)
  }
  const { described, parts } = manifest.panels
  if (described.length > 0 && parts.length === 0) {
    note(`Panels are not in the backup: ${described.map(({ panelId }) => panelId).join(', ')}.`)
  }
  note('Everybody has to log in again, and API tokens and set-up links have to be made anew.')
  note(`Next: crosspanel node start --dir ${dir}`)
}

function sentenceOf({ finishedAt, sizeBytes, jobs, hasFiles, hasKeys }: ListedBackup): string {
  const parts = [hasFiles ? 'with files' : 'without files', hasKeys ? 'with keys' : 'without keys']
  return `${finishedAt}, ${byteWords(sizeBytes)}, ${jobs} jobs, ${parts.join(', ')}.`
}

async function withProgress<T>(
  work: (say: (line: string, fraction?: number) => void) => Promise<T>,
): Promise<T> {
  const line = progressLine()
  try {
    return await work((label, fraction) => line.show(label, fraction))
  } finally {
    line.end()
  }
}
