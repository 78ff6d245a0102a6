/**
 * Compares the descriptions of both APIs with the committed `node/openapi.json` and
 * `registry/openapi.json`. Any difference fails, and the ones that would break a client are named;
 * `--write` takes the new ones over.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApp } from '../node/src/app.ts'
import { describeApi } from '../node/src/http/openapi.ts'
import { SOFTWARE } from '../node/src/peers/statement.ts'
import { createRegistryApp, describeRegistry } from '../registry/src/app.ts'
import { format } from 'prettier'
import { absent, absentParts } from '../test/src/absent.ts'
import { EDGE_CONFIG } from '../test/src/edge-config.ts'
import { breakingChanges, type Description } from './openapi-changes.ts'

/** Describing the routes needs none of what is behind them. */
function describeNode(): Description {
  const app = createApp(absentParts({ config: EDGE_CONFIG, version: SOFTWARE.version }))
  return plain(describeApi(app, SOFTWARE.version))
}

function describeTheRegistry(): Description {
  const services = {
    admins: absent('admins'),
    announcements: absent('announcements'),
    approvals: absent('approvals'),
    audit: absent('audit'),
    enrolments: absent('enrolments'),
    federation: absent('federation'),
    invites: absent('invites'),
    listOverviews: absent('listOverviews'),
    members: absent('members'),
    reports: absent('reports'),
    status: absent('status'),
    services: absent('services'),
  }
  const app = createRegistryApp({
    ...services,
    config: {
      federationId: 'fed:none',
      publicUrl: 'http://none',
      rateAddressPerMin: 0,
      rateAccountPerMin: 0,
    },
    log: absent('log'),
    checkReady: absent('checkReady'),
  })
  return plain(describeRegistry(app))
}

function plain(description: object): Description {
  return JSON.parse(JSON.stringify(description)) as Description
}

interface Api {
  readonly file: string
  readonly describe: () => Description
  /** Changes that have to be found: a route, a property and a limit. */
  readonly canaries: {
    readonly path: string
    readonly property: string
    readonly minLength: number
  }
}

const APIS: readonly Api[] = [
  {
    file: 'node/openapi.json',
    describe: describeNode,
    canaries: { path: '/api/v1/login', property: 'setUpToken', minLength: 12 },
  },
  {
    file: 'registry/openapi.json',
    describe: describeTheRegistry,
    canaries: { path: '/v1/login', property: 'statementSha256', minLength: 12 },
  },
]

/** A comparison that finds nothing in these would find nothing at all. */
function missedCanaries(description: Description, { canaries }: Api): string[] {
  const text = JSON.stringify(description)
  const { path, property, minLength } = canaries
  const replaced = (from: string, to: string) =>
    JSON.parse(text.replaceAll(from, to)) as Description
  const planted: readonly (readonly [string, Description])[] = [
    ['a removed route', { paths: { ...description.paths, [path]: {} } }],
    ['a removed property', replaced(`"${property}":`, '"another":')],
    ['a raised limit', replaced(`"minLength":${minLength}`, '"minLength":99')],
  ]
  return planted
    .filter(([, changed]) => breakingChanges(description, changed).length === 0)
    .map(([name]) => name)
}

async function compare(api: Api): Promise<void> {
  const path = fileURLToPath(new URL(`../${api.file}`, import.meta.url))
  const current = api.describe()
  const text = await format(JSON.stringify(current), { parser: 'json', printWidth: 100 })
  if (process.argv.includes('--write')) {
    writeFileSync(path, text)
    return
  }
  const committed = readFileSync(path, 'utf8')
  const problems = [
    ...breakingChanges(JSON.parse(committed) as Description, current),
    ...missedCanaries(current, api).map((name) => `the comparison does not see ${name}`),
  ]
  for (const problem of problems) console.error(`${api.file}: ${problem}`)
  if (committed !== text) {
    const isBreaking = problems.length > 0
    console.error(
      isBreaking
        ? `${api.file}: clients that are out there break. Put it back; if it is meant, say so in the commit and: node scripts/check-openapi.ts --write`
        : `${api.file} is out of date: node scripts/check-openapi.ts --write`,
    )
  }
  const count = Object.keys(current.paths ?? {}).length
  console.log(`${api.file}: ${count} addresses, ${problems.length} problems`)
  if (problems.length > 0 || committed !== text) process.exitCode = 1
}

for (const api of APIS) await compare(api)
