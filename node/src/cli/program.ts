import { Command, Option } from 'commander'
import { addAccount, addUserVerbs } from './account-program.ts'
import type { AnnounceOptions } from './announce.ts'
import { addAudit } from './audit-command.ts'
import { addNotifications } from './notification-program.ts'
import type { ImputeOptions } from './impute.ts'
import { addJobs } from './job-program.ts'
import type { KeyOptions } from './keys.ts'
import type { AddPanelOptions } from './panels.ts'
import { addSiteVerbs } from './site-program.ts'
import type { InviteOptions } from './users.ts'

/** Verbs for researchers. Each loads its own code, so that help and completion stay quick. */
export function researcherProgram(): Command {
  const program = new Command('crosspanel')
    .description('Impute genotypes against reference panels that other institutions hold')
    .version('0.1.0')
    .showSuggestionAfterError()

  program
    .command('login')
    .argument('[url]', "address of your institution's node")
    .option('--email <address>', 'your e-mail address')
    .option('--password-file <path>', 'read the password from a file (else it is asked for)')
    .option('--set-up-file <path>', "a one-time set-up link: makes the account's password first")
    .option('--name <name>', 'your name, with --set-up-file')
    .addOption(
      new Option(
        '--device',
        'show a code to approve in a browser, where you are logged in; opens it where there is one',
      ).conflicts(['email', 'passwordFile', 'setUpFile', 'name']),
    )
    .option('--no-browser', 'with --device: only show the address and the code')
    .description("log in to your institution's node")
    .action(async (url: string | undefined, options: object) => {
      const { login } = await import('./login.ts')
      await login(url, options)
    })
  program
    .command('logout')
    .description('end the session and forget it')
    .option('--site <url>', 'of several logins, the one to end')
    .action(async (options: { site?: string }) => {
      const { logout } = await import('./login.ts')
      await logout(options)
    })
  program
    .command('whoami')
    .description('show which account you are logged in with')
    .option('--site <url>', 'of several logins, the one to ask')
    .option('--json', 'machine-readable output')
    .action(async (options: { site?: string; json?: boolean }) => {
      const { whoami } = await import('./login.ts')
      await whoami(options)
    })
  program
    .command('panels')
    .description('list the reference panels of the federation')
    .option('--build <build>', 'only those of GRCh37 or GRCh38')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .action(async (options: object) => {
      const { listPanels } = await import('./panels.ts')
      await listPanels(options)
    })
  program
    .command('check')
    .argument('<files...>', 'VCF or BCF files of one study')
    .option('--build <build>', 'the genome build that the files are said to have')
    .option('--json', 'machine-readable output')
    .description('check files without sending them; exit code 6 when they would be refused')
    .action(async (files: string[], options: object) => {
      const { check } = await import('./check.ts')
      await check(files, options)
    })
  addImpute(program)
  addJobs(program)
  addFiles(program)
  addKeys(program)
  addPanel(program)
  addUsers(program)
  addAccount(program)
  addAnnounce(program)
  addSiteVerbs(program)
  addAudit(program)
  addNotifications(program)
  return program
}

function addImpute(program: Command): void {
  program
    .command('impute')
    .argument('<files...>', 'VCF or BCF files of one study')
    .requiredOption('--panel <id>', 'reference panel, as in `crosspanel panels`')
    .option('--build <build>', "GRCh37 or GRCh38 (default: the panel's)")
    .option('--name <name>', 'a name for the job')
    .option('--population <code>', 'compare allele frequencies with this population of the panel')
    .option('--phasing <engine>', 'auto, eagle, shapeit4 or none', 'auto')
    .option('--r2 <number>', 'leave out variants whose R2 is below this, 0 to 1', '0')
    .option('--accept-terms', 'you have read the terms of the panel and agree to them')
    .option('--empirical', 'also return leave-one-out dosages for meta-imputation')
    .option('--qc-only', 'stop after quality control')
    .option('--wait', 'wait until the job has ended')
    .option('--timeout <seconds>', 'with --wait: give up waiting after this long (the job goes on)')
    .option('--download <dir>', 'wait, then download and decrypt the results into this directory')
    .option('--key <path>', 'your Crypt4GH secret key, for --download')
    .option('--passphrase-file <path>', "read the key's passphrase from a file")
    .option('--idempotency-key <key>', 'the same key submits the same job once')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('check, upload and submit files for imputation against a panel')
    .action(async (files: string[], options: ImputeOptions) => {
      const { impute } = await import('./impute.ts')
      await impute(files, options)
    })
}

function addFiles(program: Command): void {
  const files = program.command('files').description('uploads and results that you keep here')
  const verb = (name: string, description: string) =>
    files
      .command(name, { isDefault: name === 'list' })
      .description(description)
      .option('--site <url>', 'of several logins, the one to use')
      .option('--json', 'machine-readable output')
  verb('list', 'list your uploads and results, newest first').action(async (options: object) => {
    const { listFiles } = await import('./files.ts')
    await listFiles(options)
  })
  verb('rm', 'delete files for good')
    .argument('<ids...>', 'file ids')
    .action(async (ids: string[], options: object) => {
      const { removeFiles } = await import('./files.ts')
      await removeFiles(ids, options)
    })
  verb('usage', 'how much you keep, and how much you may keep').action(async (options: object) => {
    const { showUsage } = await import('./files.ts')
    await showUsage(options)
  })
  verb('scrub', 'have every stored file checked for damage (administrators)')
    .option('--status', 'only show how far it is')
    .action(async (options: object) => {
      const { scrub } = await import('./files.ts')
      await scrub(options)
    })
  verb('gc', 'remove blobs that no file counts on, find files without blob (administrators)')
    .option('--dry-run', 'only show what would be done')
    .option('--accept-loss', 'mark files as damaged however many are missing: the store was lost')
    .action(async (options: object) => {
      const { collectGarbage } = await import('./files.ts')
      await collectGarbage(options)
    })
}

function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('your Crypt4GH keys: results are encrypted to them')
  keys
    .command('create')
    .option('-o, --output <path>', 'where to write the secret key (default: in your configuration)')
    .option('--passphrase-file <path>', 'read the passphrase from a file (else it is asked for)')
    .option('--no-passphrase', 'keep the key without a passphrase')
    .option('--site <url>', 'of several logins, the one to use')
    .description('make a key pair and give the public key to your node')
    .action(async (options: KeyOptions) => {
      const { createKey } = await import('./keys.ts')
      await createKey(options)
    })
}

function addPanel(program: Command): void {
  const panel = program
    .command('panel')
    .description("this site's own reference panels (administrators)")
  panel
    .command('add')
    .argument('<files...>', "phased VCF or BCF files, on the node's machine")
    .requiredOption('--name <name>', 'short name, as in site:here/NAME')
    .requiredOption('--title <title>', 'what the panel is')
    .requiredOption('--build <build>', 'GRCh37 or GRCh38')
    .option('--panel-version <version>', 'version of the panel', '1')
    .option('--populations <file>', 'table of sample and population')
    .option('--map <files...>', 'genetic maps (SHAPEIT or PLINK)')
    .option('--allow <who>', 'members, or site ids with commas between (default: this site only)')
    .option('--min-samples <n>', 'smallest job that is taken, people', '20')
    .option('--max-samples <n>', 'largest job that is taken, people', '50000')
    .option('--licence <text>', 'licence, in a few words')
    .option('--terms <file>', 'terms that researchers agree to, as a text file')
    .option(
      '--publish-sketch',
      'let researchers of sites that may use it compare their variants with 20,000 of its own',
    )
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('check a panel, build what the engines need, and publish its description')
    .action(async (files: string[], options: AddPanelOptions) => {
      const { addPanel: add } = await import('./panels.ts')
      await add(files, options)
    })
  panel
    .command('list')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description("list this site's own panels")
    .action(async (options: object) => {
      const { listOwnPanels } = await import('./panels.ts')
      await listOwnPanels(options)
    })
}

function addUsers(program: Command): void {
  const users = program.command('users').description("this site's accounts (administrators)")
  addUserVerbs(users)
  users
    .command('invite')
    .argument('<email>', 'e-mail address')
    .requiredOption('--name <name>', "the person's name")
    .option('--role <role>', 'researcher or site-admin', 'researcher')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('make an account and print its one-time set-up link')
    .action(async (email: string, options: InviteOptions) => {
      const { inviteUser } = await import('./users.ts')
      await inviteUser(email, options)
    })
  users
    .command('list', { isDefault: true })
    .option('--search <words>', 'part of an e-mail address, a name or an affiliation')
    .option('--role <role>', 'only researcher or site-admin')
    .option('--status <status>', 'only invited, active or disabled')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('list the accounts')
    .action(async (options: object) => {
      const { listUsers } = await import('./users.ts')
      await listUsers(options)
    })
}

function addAnnounce(program: Command): void {
  const announce = program
    .command('announce')
    .description('messages to everybody who has an account here (administrators)')
  announce
    .command('create', { isDefault: true })
    .argument('<text>', 'what to say')
    .option('--severity <severity>', 'info, warning or critical', 'info')
    .option('--from <time>', 'when it begins (default: now)')
    .option('--until <time>', 'when it is over (default: when it is ended)')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('tell everybody, on every page and in every inbox')
    .action(async (text: string, options: AnnounceOptions) => {
      const { announceVerbs } = await import('./announce.ts')
      await announceVerbs.create(text, options)
    })
  announce
    .command('end')
    .argument('<id>', 'announcement id')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('end an announcement now')
    .action(async (id: string, options: AnnounceOptions) => {
      const { announceVerbs } = await import('./announce.ts')
      await announceVerbs.end(id, options)
    })
  announce
    .command('list')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description('list the latest announcements, those to come and those that have ended too')
    .action(async (options: AnnounceOptions) => {
      const { announceVerbs } = await import('./announce.ts')
      await announceVerbs.list(options)
    })
}
