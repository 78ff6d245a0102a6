import { join } from 'node:path'
import { note, print } from '@crosspanel/node/cli/output'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { Argument, Command } from 'commander'
import {
  check,
  COMPOSE_DIR,
  type ComposeOptions,
  type Deployment,
  DEPLOYMENTS,
  down,
  prepare,
  status,
  up,
} from './compose.ts'

const deployment = () =>
  new Argument('<deployment>', 'what to deploy').choices(DEPLOYMENTS).argRequired()
const dirOf = (name: Deployment) => join(COMPOSE_DIR, name)

interface PrepareOptions {
  readonly serverName: string
  readonly slug: string
  readonly name?: string
  readonly organisation?: string
  readonly adminEmail: string
}

/** Containers, where this machine has an engine for them. */
export function composeCommand(): Command {
  const compose = new Command('compose').description(
    'run a node, a registry or a trial federation in containers',
  )
  compose
    .command('prepare')
    .addArgument(new Argument('<deployment>', 'what to deploy').choices(['node', 'registry']))
    .requiredOption('--server-name <name>', 'host name of the reverse proxy')
    .requiredOption('--slug <slug>', 'short name of the site or of the federation')
    .requiredOption('--admin-email <address>', "the first administrator's e-mail address")
    .option('--name <name>', 'name of the site, as people read it')
    .option('--organisation <name>', 'name of the institution')
    .description('write the settings, the secrets and the place for the certificate')
    .action(prepareDeployment)
  for (const [verb, description, call] of VERBS) {
    compose
      .command(verb)
      .addArgument(deployment())
      .description(description)
      .action(async (name: Deployment) => {
        const said = await call({ dir: dirOf(name), onOutput: (text) => note(text.trimEnd()) })
        if (said !== '') print(said.trimEnd())
      })
  }
  return compose
}

const VERBS: readonly [string, string, (options: ComposeOptions) => Promise<string>][] = [
  ['check', 'say whether the engine takes the file with these settings', check],
  ['up', 'build the images and start everything', up],
  ['status', 'list the containers', status],
  ['down', 'stop everything; what is stored stays', down],
]

async function prepareDeployment(name: Deployment, options: PrepareOptions): Promise<void> {
  const { name: siteName, organisation } = options
  if (name === 'node' && (siteName === undefined || organisation === undefined)) {
    throw new CliError('a node takes --name and --organisation, too', EXIT.usage)
  }
  const dir = dirOf(name)
  await prepare(dir, { ...options, ...(siteName === undefined ? {} : { siteName }) })
  note(
    `Put certificate.pem and key.pem into ${join(dir, 'tls')}, then: crosspanel compose up ${name}`,
  )
}
