import { EnrolmentView } from '@crosspanel/protocol/federation'
import { CreatedInvite, EnrolmentList, MemberView } from '@crosspanel/protocol/registry-api'
import { Command, Option } from 'commander'
import { createRegistryApi, type RegistryApi } from './api.ts'
import { table } from '@crosspanel/protocol/text-table'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { logIn, type LogInOptions } from './login.ts'
import { note, print, printJson } from './output.ts'
import { requireSession } from './session.ts'

interface JsonOption {
  readonly json?: boolean
}

/** `crosspanel registry ...`, but for the verbs that make and run one. */
export function registryProgram(): Command {
  const registry = new Command('registry').description(
    'make and run a registry; administer its members',
  )
  addLogin(registry)
  addEnrolmentCommands(registry)
  addMemberCommands(registry)
  return registry
}

function addLogin(registry: Command): void {
  registry
    .command('login')
    .requiredOption('--url <url>', 'address of the registry')
    .requiredOption('--email <address>', "the admin's e-mail address")
    .requiredOption('--password-file <path>', 'file with the password; - for standard input')
    .option('--set-up-file <path>', 'file with the one-time set-up link: sets the password')
    .description('log in as a federation admin')
    .action(async (options: LogInOptions) => {
      await logIn(options)
      note(`Logged in to ${options.url} as ${options.email}.`)
    })
}

function addEnrolmentCommands(registry: Command): void {
  jsonCommand(registry, 'invite')
    .requiredOption('--organisation <name>', 'the institution, as its site will state it')
    .requiredOption('--email-domain <domain>', "domain of the site's contact address")
    .description('make an invite for one site, to hand over by another way than the network')
    .action(async (options: JsonOption & { organisation: string; emailDomain: string }) => {
      const { organisation, emailDomain } = options
      const made = await (
        await api()
      ).post('/v1/invites', CreatedInvite, { organisation, emailDomain })
      if (options.json === true) return printJson(made)
      print(made.invite)
      note(`It is good once, for ${organisation}, until ${made.expires}.`)
    })
  jsonCommand(registry, 'enrolments')
    .addOption(stateOption())
    .description('list the sites that ask to join')
    .action(async ({ json, state }: JsonOption & { state?: string }) => {
      const enrolments = await listEnrolments(await api(), state)
      if (json === true) return printJson(enrolments)
      const head = ['SITE', 'STATE', 'ORGANISATION', 'CONTACT', 'FINGERPRINT']
      const rows = enrolments.map(({ siteId, organisation, contact, fingerprint, ...rest }) => {
        return [siteId, rest.state, organisation, contact, fingerprint]
      })
      print(table(head, rows))
    })
  jsonCommand(registry, 'approve')
    .argument('<siteId>', 'site that asks to join, such as site:lund')
    .option('--fingerprint <kid>', 'the fingerprint that the site has read out to you')
    .description('take a site into the federation')
    .action(async (siteId: string, options: JsonOption & { fingerprint?: string }) => {
      const { fingerprint, json } = options
      await decide(siteId, 'approve', fingerprint === undefined ? {} : { fingerprint }, json)
    })
  jsonCommand(registry, 'reject')
    .argument('<siteId>', 'site that asks to join')
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .description('turn a site away')
    .action(async (siteId: string, { reason, json }: JsonOption & { reason: string }) => {
      await decide(siteId, 'reject', { reason }, json)
    })
}

function addMemberCommands(registry: Command): void {
  const about = {
    suspend: 'shut a member out until it is reinstated',
    reinstate: 'let a suspended member in again',
    revoke: 'shut a member out for ever',
  }
  for (const verb of ['suspend', 'reinstate', 'revoke'] as const) {
    const command = jsonCommand(registry, verb)
      .argument('<siteId>', 'the member, such as site:lund')
      .description(about[verb])
      .action(async (siteId: string, { reason, json }: JsonOption & { reason?: string }) => {
        const path = `/v1/members/${encodeURIComponent(siteId)}/${verb}`
        const member = await (
          await api()
        ).post(path, MemberView, reason === undefined ? {} : { reason })
        if (json === true) return printJson(member)
        note(`${member.siteId} is ${member.status}.`)
      })
    const reason = new Option('--reason <text>', 'why; kept in the audit')
    command.addOption(reason.makeOptionMandatory(verb !== 'reinstate'))
  }
  jsonCommand(registry, 'status')
    .description('show the federation document and its members')
    .action(async ({ json }: JsonOption) => {
      const { readStatus } = await import('./status.ts')
      const status = await readStatus(await api(), Date.now())
      if (json === true) return printJson(status)
      const { federationId, version, expires, rootFingerprint, members } = status
      print(`${federationId}, document ${version}, good until ${expires}`)
      print(`root ${rootFingerprint}`)
      print('')
      const head = ['SITE', 'STATUS', 'SINCE', 'ORGANISATION', 'FINGERPRINT']
      const rows = members.map(({ siteId, status: is, since, organisation, fingerprint }) => {
        return [siteId, is, since, organisation, fingerprint]
      })
      print(table(head, rows))
    })
}

async function decide(
  siteId: string,
  verb: 'approve' | 'reject',
  body: object,
  json: boolean | undefined,
): Promise<void> {
  const registry = await api()
  const enrolments = await listEnrolments(registry, 'pending')
  const pending = enrolments.find((enrolment) => enrolment.siteId === siteId)
  if (pending === undefined) {
    throw new CliError(`${siteId} does not ask to join`, EXIT.notFound)
  }
  const path = `/v1/enrolments/${pending.enrolmentId}/${verb}`
  const decided = await registry.post(path, EnrolmentView, body)
  if (json === true) return printJson(decided)
  note(`${siteId} (${decided.organisation}, root key ${decided.fingerprint}): ${decided.state}.`)
}

async function listEnrolments(registry: RegistryApi, state?: string): Promise<EnrolmentView[]> {
  const found: EnrolmentView[] = []
  for (let next: string | null | undefined; next !== null;) {
    const query = new URLSearchParams({ limit: '200' })
    if (state !== undefined) query.set('state', state)
    if (next !== undefined) query.set('before', next)
    const page: EnrolmentList = await registry.get(
      `/v1/enrolments?${query.toString()}`,
      EnrolmentList,
    )
    found.push(...page.enrolments)
    next = page.next
  }
  return found
}

async function api(): Promise<RegistryApi> {
  return createRegistryApi(await requireSession(new Date()))
}

function jsonCommand(parent: Command, name: string): Command {
  return parent.command(name).option('--json', 'print JSON')
}

function stateOption(): Option {
  return new Option('--state <state>', 'only these').choices(['pending', 'approved', 'rejected'])
}
