import type { Command } from 'commander'
import type { ExportAuditOptions, ListAuditOptions } from './audit.ts'

/** `crosspanel audit list` and `export`, for administrators. */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description('who did what at this site (administrators)')
  filtered(audit.command('list', { isDefault: true }))
    .option('--limit <n>', 'rows, at most 500')
    .option('--before <seq>', 'go on from this number')
    .option('--json', 'machine-readable output')
    .description('list the audit, newest first')
    .action(async (options: ListAuditOptions) => {
      const { listAudit } = await import('./audit.ts')
      await listAudit(options)
    })
  filtered(audit.command('export'))
    .option('--format <format>', 'ndjson or csv', 'ndjson')
    .option('-o, --output <path>', 'a new file (default: standard output)')
    .description('write the whole audit, oldest first; the export itself is audited')
    .action(async (options: ExportAuditOptions) => {
      const { exportAudit } = await import('./audit.ts')
      await exportAudit(options)
    })
}

function filtered(command: Command): Command {
  return command
    .option('--actor <actor>', 'an e-mail address, account:ID, site:NAME or node')
    .option('--action <beginning>', 'the action or how it begins, as in `peer.`')
    .option('--object <object>', 'job:ID, panel:ID ...')
    .option('--since <time>', 'this time or later, as in 2026-01-31 or 2026-01-31T08:00:00Z')
    .option('--until <time>', 'before this time')
    .option('--site <url>', 'of several logins, the one to use')
}
