import { Argument, type Command } from 'commander'
import type { AccountOptions, CreateTokenOptions } from './account.ts'
import type { QuotaOptions } from './users.ts'

const SITE = ['--site <url>', 'of several logins, the one to use'] as const
const JSON_OUTPUT = ['--json', 'machine-readable output'] as const

/** `crosspanel account`: one's own account. */
export function addAccount(program: Command): void {
  const account = program.command('account').description('your own account')
  const verbs = {
    show: 'show your account, its quotas and what is used of them',
    sessions: 'list where you are logged in',
    tokens: 'list your API tokens',
    password: 'change your password; your other sessions end',
    export: 'download all that the node has of you, as JSON',
    delete: 'delete your account: jobs are cancelled, files and data destroyed',
  } as const
  for (const [verb, description] of Object.entries(verbs)) {
    const command = account
      .command(verb, { isDefault: verb === 'show' })
      .option(...SITE)
      .option(...JSON_OUTPUT)
      .description(description)
      .action(async (options: AccountOptions) => {
        const { accountVerbs } = await import('./account.ts')
        await accountVerbs[verb as keyof typeof verbs](options)
      })
    if (verb === 'password' || verb === 'delete') {
      command.option('--password-file <path>', 'read your password from a file')
    }
    if (verb === 'password') {
      command.option('--new-password-file <path>', 'read the new password from a file')
    }
    if (verb === 'export') command.option('-o, --output <path>', 'file to write')
  }
  account
    .command('logout-others')
    .argument('[session]', 'one session; every other one when left out')
    .option(...SITE)
    .description('end other sessions')
    .action(async (id: string | undefined, options: AccountOptions) => {
      const { revokeSessions } = await import('./account.ts')
      await revokeSessions(id, options)
    })
  account
    .command('create-token')
    .argument('<name>', 'a name for it')
    .option('--scope <scope>', 'full, or read for one that may only look', 'full')
    .option('--days <n>', 'how long it opens your account, at most 366', '90')
    .option(...SITE)
    .option(...JSON_OUTPUT)
    .description('make an API token for a program and print it, which is shown this once')
    .action(async (name: string, options: CreateTokenOptions) => {
      const { createToken } = await import('./account.ts')
      await createToken(name, options)
    })
  account
    .command('revoke-token')
    .argument('<id>', 'token id, as in `crosspanel account tokens`')
    .option(...SITE)
    .description('end an API token')
    .action(async (id: string, options: AccountOptions) => {
      const { revokeToken } = await import('./account.ts')
      await revokeToken(id, options)
    })
}

/** Verbs of `crosspanel users` that change an account, named by its e-mail address. */
export function addUserVerbs(users: Command): void {
  const verbs = {
    disable: 'close an account: its sessions and tokens end',
    enable: 'open an account again',
    delete: 'delete an account: jobs are cancelled, files and data destroyed',
    'reset-password': 'print a recovery link to hand over',
    'invite-again': 'make another set-up link; the earlier one ends',
    uninvite: 'take an invitation back',
  } as const
  for (const [verb, description] of Object.entries(verbs)) {
    users
      .command(verb)
      .argument('<email>', 'e-mail address')
      .option(...SITE)
      .description(description)
      .action(async (email: string, options: { site?: string }) => {
        const { userVerbs } = await import('./users.ts')
        await userVerbs[verb as keyof typeof verbs](email, options)
      })
  }
  users
    .command('role')
    .argument('<email>', 'e-mail address')
    .addArgument(new Argument('<role>', 'the new role').choices(['researcher', 'site-admin']))
    .option(...SITE)
    .description('give an account another role; its sessions and tokens end')
    .action(async (email: string, role: string, options: { site?: string }) => {
      const { setRole } = await import('./users.ts')
      await setRole(email, role, options)
    })
  users
    .command('quota')
    .argument('<email>', 'e-mail address')
    .option('--jobs-live <n>', 'jobs that have not ended; `default` for what the site sets')
    .option('--jobs-per-day <n>', 'jobs within 24 hours, or `default`')
    .option('--storage-bytes <n>', 'space of files in bytes, or `default`')
    .option(...SITE)
    .option(...JSON_OUTPUT)
    .description("show an account's quotas, or set them")
    .action(async (email: string, options: QuotaOptions) => {
      const { userQuota } = await import('./users.ts')
      await userQuota(email, options)
    })
}
