import type { Command } from 'commander'
import type { PreferenceOptions } from './preferences.ts'

interface Options {
  readonly site?: string
  readonly json?: boolean
}
type Verb = (argument: string, options: never) => Promise<void>

/** Verbs about what people and programs are told of. */
export function addNotifications(program: Command): void {
  const inbox = program.command('notifications').description('what you were told of')
  inbox
    .command('list', { isDefault: true })
    .option('--unread', 'only what you have not read')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('list your notifications, newest first')
    .action(async (options: Options & { unread?: boolean }) => {
      const { listNotifications } = await import('./notifications.ts')
      await listNotifications(options)
    })
  inbox
    .command('read')
    .argument('<id>', 'notification id, or `all`')
    .option('--site <url>', 'of several logins, the one to use')
    .description('mark as read')
    .action(async (id: string, options: Options) => {
      const { readNotification } = await import('./notifications.ts')
      await readNotification(id, options)
    })
  inbox
    .command('preferences')
    .argument('[kind]', 'what to change, such as job-completed')
    .option('--inbox <on|off>', 'whether it comes to your inbox')
    .option('--mail <on|off>', 'whether it is mailed to you')
    .option('--webhook <on|off>', 'whether your webhooks are called')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('show what you are told of and how, or change it')
    .action(async (kind: string | undefined, options: PreferenceOptions) => {
      const { preferences } = await import('./preferences.ts')
      await preferences(kind, options)
    })
  addWebhooks(program)
  program
    .command('admin')
    .description('run this site (administrators)')
    .command('mail')
    .description('mail of this site')
    .command('test')
    .option('--to <address>', 'where to (default: your own address)')
    .option('--site <url>', 'of several logins, the one to use')
    .description('send a test mail and say what became of it')
    .action(async (options: Options & { to?: string }) => {
      const { testMail } = await import('./notifications.ts')
      await testMail(options)
    })
}

function addWebhooks(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .description('addresses that are called when something happens')
  webhooks
    .command('add')
    .argument('<url>', 'https:// address of the receiver')
    .requiredOption('--name <name>', 'a name for it')
    .requiredOption('--kinds <kinds...>', 'what it is called for, such as job-completed')
    .option('--of-site', 'for what happens to anybody here (administrators)')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('make a webhook and print its secret, which is shown this once')
    .action(async (url: string, options: object) => {
      const { addWebhook } = await import('./notifications.ts')
      await addWebhook(url, options as Parameters<typeof addWebhook>[1])
    })
  webhooks
    .command('list', { isDefault: true })
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('list webhooks')
    .action(async (options: Options) => {
      const { listWebhooks } = await import('./notifications.ts')
      await listWebhooks(options)
    })
  const verbs = {
    remove: 'remove a webhook with its log',
    test: 'send a test; its outcome is in the log',
    log: 'what was sent to it, newest first',
    replay: 'send again what was sent since a time (--since) or one delivery (--delivery)',
  } as const
  for (const [verb, description] of Object.entries(verbs)) {
    const command = webhooks
      .command(verb)
      .argument('<id>', 'webhook id')
      .option('--site <url>', 'of several logins, the one to use')
      .option('--json', 'machine-readable output')
      .description(description)
      .action(async (id: string, options: object) => {
        const { webhookVerbs } = await import('./notifications.ts')
        const run: Verb = webhookVerbs[verb as keyof typeof verbs]
        await run(id, options as never)
      })
    if (verb === 'replay') {
      command
        .option('--since <time>', 'from this time on, such as 2026-11-26T08:00:00Z')
        .option('--delivery <id>', 'this delivery only')
    }
  }
}
