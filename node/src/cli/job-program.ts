import type { Command } from 'commander'
import type { DownloadOptions } from './download.ts'
import type { ExtendOptions } from './jobs.ts'

/** `crosspanel jobs`, `job` and `download`. */
export function addJobs(program: Command): void {
  program
    .command('jobs')
    .description('list your jobs')
    .option('--state <state>', 'only jobs in this state')
    .option('--name <beginning>', 'only jobs whose name begins so')
    .option('--panel <id>', 'only jobs with this panel')
    .option('--since <time>', 'only jobs of this time or later, or as long ago: 7d, 12h')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .action(async (options: object) => {
      const { listJobs } = await import('./jobs.ts')
      await listJobs(options)
    })
  const job = program.command('job').description('look at one job, or change it')
  const verbs = {
    show: 'show a job with its history',
    watch: 'follow a job until it ends; exit code 7 when it did not complete',
    cancel: 'cancel a job; the engines at the host site stop',
    retry: 'offer a failed job again',
  } as const
  for (const [verb, description] of Object.entries(verbs)) {
    job
      .command(verb)
      .argument('<id>', 'job id')
      .option('--timeout <seconds>', 'with watch: give up waiting after this long')
      .option('--site <url>', 'of several logins, the one to use')
      .option('--json', 'machine-readable output')
      .description(description)
      .action(async (id: string, options: object) => {
        const { jobVerbs } = await import('./jobs.ts')
        await jobVerbs[verb as keyof typeof verbs](id, options)
      })
  }
  job
    .command('extend')
    .argument('<id>', 'job id')
    .option('--until <time>', 'the day or time until which they are kept, as in 2026-12-31')
    .option('--for <time>', 'how long from now, such as 90d or 4w')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description("set until when a job's results are kept (administrators)")
    .action(async (id: string, options: ExtendOptions) => {
      const { extendJob } = await import('./jobs.ts')
      await extendJob(id, options)
    })
  program
    .command('download')
    .argument('<id>', 'job id')
    .option('-o, --output <dir>', 'directory to write to', '.')
    .option('--key <path>', 'your Crypt4GH secret key')
    .option('--passphrase-file <path>', "read the key's passphrase from a file")
    .option('--no-decrypt', 'keep encrypted files as they are')
    .option('--site <url>', 'of several logins, the one to use')
    .option('--json', 'machine-readable output')
    .description(
      "download a job's results, verify and decrypt them; exit code 9 when bytes are wrong",
    )
    .action(async (id: string, options: DownloadOptions) => {
      const { download } = await import('./download.ts')
      await download(id, options)
    })
}
