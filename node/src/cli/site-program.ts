import type { Command } from 'commander'
import type { ListAlertsOptions, SilenceOptions } from './alerts.ts'
import type { MaintenanceOptions } from './maintenance.ts'
import type { QueueOptions } from './queue.ts'

const SITE = ['--site <url>', 'of several logins, the one to use'] as const
const JSON_OUTPUT = ['--json', 'machine-readable output'] as const

/** Verbs with which administrators run their site: its queue, its maintenance, its alerts. */
export function addSiteVerbs(program: Command): void {
  addQueue(program)
  addMaintenance(program)
  addAlerts(program)
}

function addQueue(program: Command): void {
  const queue = program
    .command('queue')
    .description('runs that wait at this site for a core (administrators)')
  queue
    .command('show', { isDefault: true })
    .option(...SITE)
    .option(...JSON_OUTPUT)
    .description('show whether runs start, which wait, and for what')
    .action(async (options: QueueOptions) => {
      const { showQueue } = await import('./queue.ts')
      await showQueue(options)
    })
  const modes = {
    pause: 'start no run until it is resumed; offers are taken, runs at work go on',
    drain: 'finish the runs that are here and refuse offers, as before an upgrade',
    resume: 'take offers and start runs again',
  } as const
  for (const [verb, description] of Object.entries(modes)) {
    const command = queue
      .command(verb)
      .option(...SITE)
      .option(...JSON_OUTPUT)
      .description(description)
      .action(async (options: QueueOptions) => {
        const { queueVerbs } = await import('./queue.ts')
        await queueVerbs[verb as keyof typeof modes](options)
      })
    if (verb !== 'resume') {
      command.option('--reason <text>', 'why; home sites that are refused are told too')
    }
  }
  const verbs = {
    hold: 'keep a run from starting until it is released',
    release: 'let a held run start',
    boost: 'give a run another priority',
    retry: 'try a run now that waits after a failed attempt; what is finished is not done again',
  } as const
  for (const [verb, description] of Object.entries(verbs)) {
    const command = queue
      .command(verb)
      .argument('<run>', 'run id, as in `crosspanel queue show`')
      .option(...SITE)
      .description(description)
      .action(async (id: string, options: QueueOptions) => {
        const { queuedRunVerbs } = await import('./queue.ts')
        await queuedRunVerbs[verb as keyof typeof verbs](id, options)
      })
    if (verb === 'boost') {
      command.option('--priority <n>', 'from -10 to 10; greater ones start first, 0 is usual', '5')
    }
  }
}

function addMaintenance(program: Command): void {
  const maintenance = program
    .command('maintenance')
    .description('a time in which researchers look and change nothing')
  const verbs = {
    show: 'show whether the site is in maintenance',
    on: 'begin maintenance; running jobs and other sites are not touched (administrators)',
    off: 'end maintenance (administrators)',
  } as const
  for (const [verb, description] of Object.entries(verbs)) {
    const command = maintenance
      .command(verb, { isDefault: verb === 'show' })
      .option(...SITE)
      .option(...JSON_OUTPUT)
      .description(description)
      .action(async (options: MaintenanceOptions) => {
        const { maintenanceVerbs } = await import('./maintenance.ts')
        await maintenanceVerbs[verb as keyof typeof verbs](options)
      })
    if (verb === 'on') {
      command
        .option('--message <text>', 'what researchers are told')
        .option('--until <time>', 'when it should be over, as in 2026-01-31T18:00:00Z')
    }
  }
}

function addAlerts(program: Command): void {
  const alerts = program.command('alerts').description('what is wrong here (administrators)')
  alerts
    .command('list', { isDefault: true })
    .option('--state <state>', 'active, resolved or all', 'active')
    .option(...SITE)
    .option(...JSON_OUTPUT)
    .description('list alerts, newest first, with what to do')
    .action(async (options: ListAlertsOptions) => {
      const { listAlerts } = await import('./alerts.ts')
      await listAlerts(options)
    })
  alerts
    .command('ack')
    .argument('<id>', 'alert id')
    .option(...SITE)
    .option(...JSON_OUTPUT)
    .description('say that somebody sees to it')
    .action(async (id: string, options: object) => {
      const { acknowledgeAlert } = await import('./alerts.ts')
      await acknowledgeAlert(id, options)
    })
  alerts
    .command('silence')
    .argument('<code>', 'the alert, as in `crosspanel alerts rules`')
    .requiredOption('--for <time>', 'how long: 30m, 12h, 7d or 2w')
    .requiredOption('--reason <text>', 'why, for the other administrators')
    .option('--subject <subject>', 'only of this site, volume or queue')
    .option(...SITE)
    .option(...JSON_OUTPUT)
    .description('tell nobody of an alert for a while; it is still raised and shown')
    .action(async (code: string, options: SilenceOptions) => {
      const { silenceAlerts } = await import('./alerts.ts')
      await silenceAlerts(code, options)
    })
  alerts
    .command('unsilence')
    .argument('<id>', 'silence id, as in `crosspanel alerts silences`')
    .option(...SITE)
    .description('end a silence now')
    .action(async (id: string, options: object) => {
      const { unsilence } = await import('./alerts.ts')
      await unsilence(id, options)
    })
  const lists = {
    silences: 'list the silences that have not ended',
    rules: 'list what alerts there are, with their thresholds',
  } as const
  for (const [verb, description] of Object.entries(lists)) {
    alerts
      .command(verb)
      .option(...SITE)
      .option(...JSON_OUTPUT)
      .description(description)
      .action(async (options: object) => {
        const { listRules, listSilences } = await import('./alerts.ts')
        await (verb === 'rules' ? listRules : listSilences)(options)
      })
  }
}
