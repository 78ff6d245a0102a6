/**
 * Compares the description of the node's API with the committed `node/openapi.json`. Any difference
 * fails, and the ones that would break a client are named; `--write` takes the new one over.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApp } from '../node/src/app.ts'
import { describeApi } from '../node/src/http/openapi.ts'
import { SOFTWARE } from '../node/src/peers/statement.ts'
import { format } from 'prettier'
import { absent } from '../test/src/absent.ts'
import { breakingChanges, type Description } from './openapi-changes.ts'

const FILE = fileURLToPath(new URL('../node/openapi.json', import.meta.url))

/** Describing the routes needs none of what is behind them. */
function describe(): Description {
  const app = createApp({
    config: { url: undefined },
    version: SOFTWARE.version,
    log: absent('log'),
    newId: absent('newId'),
    now: absent('now'),
    health: absent('health'),
    status: absent('status'),
    users: absent('users'),
    idempotency: absent('idempotency'),
    files: absent('files'),
    uploads: absent('uploads'),
    panels: absent('panels'),
    jobs: absent('jobs'),
    mountPeers: () => undefined,
  })
  return JSON.parse(JSON.stringify(describeApi(app, SOFTWARE.version))) as Description
}

/** A comparison that finds nothing in these would find nothing at all. */
function missedCanaries(description: Description): string[] {
  const text = JSON.stringify(description)
  const planted: readonly (readonly [string, Description])[] = [
    ['a removed route', { paths: { ...description.paths, '/api/v1/login': {} } }],
    ['a removed property', JSON.parse(text.replaceAll('"setUpToken":', '"link":')) as Description],
    [
      'a raised limit',
      JSON.parse(text.replaceAll('"minLength":12', '"minLength":99')) as Description,
    ],
  ]
  return planted
    .filter(([, changed]) => breakingChanges(description, changed).length === 0)
    .map(([name]) => name)
}

const current = describe()
const text = await format(JSON.stringify(current), { parser: 'json', printWidth: 100 })
if (process.argv.includes('--write')) {
  writeFileSync(FILE, text)
} else {
  const committed = readFileSync(FILE, 'utf8')
  const problems = [
    ...breakingChanges(JSON.parse(committed) as Description, current),
    ...missedCanaries(current).map((name) => `the comparison does not see ${name}`),
  ]
  for (const problem of problems) console.error(problem)
  if (committed !== text) {
    console.error('node/openapi.json is out of date: node scripts/check-openapi.ts --write')
  }
  const count = Object.keys(current.paths ?? {}).length
  console.log(`openapi: ${count} addresses, ${problems.length} problems`)
  if (problems.length > 0 || committed !== text) process.exitCode = 1
}
