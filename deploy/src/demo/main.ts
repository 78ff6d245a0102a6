/**
 * `npm run demo`: three sites and a registry on this machine, a real job from one site to a panel at
 * another, its results checked. Then it stays up; `--once` ends after the checks.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { PanelList } from '@crosspanel/protocol/panel'
import { crosspanel, type Service } from './commands.ts'
import { type DemoData, makeDemoData } from './data.ts'
import {
  addResearcher,
  createRegistry,
  createSite,
  type DemoRegistry,
  type DemoSite,
  joinSite,
  passwordOf,
  type Person,
  setUpRegistry,
  setUpSite,
  startRegistry,
} from './federation.ts'
import { accuracyOf, addDemoPanel, compareWithRaw, imputeRemotely } from './imputation.ts'
import { DEMO_DIR, claimDemoDirectory } from './lock.ts'
import { type DemoSitePlan, HOME_SITE, SITES } from './plan.ts'
import { findLeaks } from './privacy.ts'
import { reportAccuracy, reportComparison, reportJob, say, step } from './report.ts'
import { sampleIdsOf } from './samples.ts'

const PANELS_SEEN_DEADLINE_MS = 30_000
const POLL_MS = 250

interface Demo {
  readonly registry: DemoRegistry
  readonly sites: ReadonlyMap<string, DemoSite>
  readonly home: DemoSite
  readonly researcher: Person
  readonly data: DemoData
  readonly services: readonly Service[]
}

const isOnce = process.argv.includes('--once')
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interrupted.abort(new Error('interrupted')))
}

await using stack = new AsyncDisposableStack()
try {
  await run()
} catch (error) {
  if (!interrupted.signal.aborted) {
    say()
    say(`The demo failed: ${error instanceof Error ? error.message : String(error)}`)
    say(`The logs are in ${DEMO_DIR}`)
  }
  process.exitCode = 1
}

async function run(): Promise<void> {
  stack.use(await claimDemoDirectory())
  const data = await makeData()
  const demo = await buildFederation(data)
  const failures = await imputeAndCheck(demo)
  say()
  if (failures.length > 0) {
    process.exitCode = 1
    for (const failure of failures) say(`FAILED: ${failure}`)
  } else step('All checks passed.')
  if (isOnce) return
  await printLogins(demo)
  const ended = Promise.race(
    demo.services.map(async ({ name, ended: end }) => ({ name, code: await end })),
  )
  const stopped = new Promise<undefined>((resolve) => {
    interrupted.signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const service = await Promise.race([ended, stopped])
  if (service !== undefined) throw new Error(`${service.name} ended by itself; see its log`)
  say()
  say('Stopping.')
}

async function makeData(): Promise<DemoData> {
  step("Making panels, targets and truth from Debian's shapeit4-example")
  const data = await makeDemoData(join(DEMO_DIR, 'data'))
  step(
    `${data.targetPeople} people (${data.targetPopulation}) who are in no panel, ${data.typedSites} typed variants, unphased`,
  )
  return data
}

async function buildFederation(data: DemoData): Promise<Demo> {
  const root = join(DEMO_DIR, 'federation')
  await rm(root, { recursive: true, force: true })
  await mkdir(root, { recursive: true, mode: 0o700 })
  const registry = await createRegistry(root)
  const services = [stack.use(await startRegistry(registry))]
  await setUpRegistry(registry)
  step(`The registry is up at ${registry.url}`)

  const sites = new Map<string, DemoSite>()
  for (const plan of SITES) {
    interrupted.signal.throwIfAborted()
    const site = await createSite(root, plan)
    services.push(stack.use(await joinSite(registry, site)))
    await setUpSite(site)
    const panelId = await addDemoPanel(site, plan, data)
    sites.set(plan.slug, site)
    step(`${plan.name} has joined with ${panelId}, ${data.panels[plan.panel].people} people`)
  }
  const home = sites.get(HOME_SITE)
  if (home === undefined) throw new Error(`${HOME_SITE} is no site of the demo`)
  const researcher = await addResearcher(root, home)
  await crosspanel(['keys', 'create', '--no-passphrase'], researcher)
  await waitForPanels(researcher)
  return { registry, sites, home, researcher, data, services }
}

/** The sites learn of each other's panels from the registry, within seconds. */
async function waitForPanels(researcher: Person): Promise<void> {
  const deadline = performance.now() + PANELS_SEEN_DEADLINE_MS
  for (;;) {
    const listed = PanelList.shape.panels.parse(
      JSON.parse(await crosspanel(['panels', '--json'], researcher)),
    )
    if (listed.filter(({ host }) => host === 'ok').length === SITES.length) return
    if (performance.now() > deadline) throw new Error('the sites did not see each other in time')
    await delay(POLL_MS, undefined, { signal: interrupted.signal })
  }
}

async function imputeAndCheck(demo: Demo): Promise<string[]> {
  const { data, researcher } = demo
  const failures: string[] = []
  const accuracies = []
  for (const key of [data.suits, data.doesNotSuit]) {
    interrupted.signal.throwIfAborted()
    const host = planOf(key)
    const panelId = `site:${host.slug}/${host.panelName}`
    step(`A researcher at ${HOME_SITE} sends the genotypes to ${panelId}`)
    const outDir = join(DEMO_DIR, 'results', host.slug)
    await rm(outDir, { recursive: true, force: true })
    const done = await imputeRemotely(researcher, panelId, data.target, outDir)
    reportJob(done)
    const comparison = await compareWithRaw(done, host, data, join(DEMO_DIR, 'raw', host.slug))
    reportComparison(comparison)
    if (!comparison.isEqual)
      failures.push(`${panelId}: the dosages are not those of the engines run by hand`)
    accuracies.push({ panelId, accuracy: await accuracyOf(done, data) })
  }
  reportAccuracy(accuracies)
  const [suits, other] = accuracies.map(({ accuracy }) => accuracy.classes.at(-1)?.r2 ?? 0)
  if ((suits ?? 0) <= (other ?? 0))
    failures.push('the panel that suits is not the more accurate one')
  failures.push(...(await searchLogs(demo)))
  return failures
}

async function searchLogs({ registry, sites, researcher, data }: Demo): Promise<string[]> {
  const people = [registry.administrator, researcher]
  const logs = [registry.logFile]
  for (const site of sites.values()) {
    people.push(site.administrator)
    logs.push(site.logFile)
  }
  const files = [data.target, ...Object.values(data.panels).map(({ vcf }) => vcf)]
  const leaks = await findLeaks(logs, {
    'sample id': (await Promise.all(files.map(sampleIdsOf))).flat(),
    password: await Promise.all(people.map(passwordOf)),
    token: (await Promise.all(people.map(tokensOf))).flat(),
  })
  say()
  step(`${logs.length} logs hold ${leaks.length} sample ids, genotypes or secrets`)
  return leaks.map(({ file, line, kind }) => `${file}:${line} holds a ${kind}`)
}

/** Session tokens and set-up links of a person. */
async function tokensOf({ configDir }: Person): Promise<string[]> {
  const files = ['crosspanel/sites.json', 'crosspanel/registry.json', 'set-up-link', 'invite']
  const texts = await Promise.all(
    files.map((file) => readFile(join(configDir, file), 'utf8').catch(() => '')),
  )
  return texts.join('\n').match(/[A-Za-z0-9_-]{32,}/g) ?? []
}

function planOf(panel: DemoSitePlan['panel']): DemoSitePlan {
  const plan = SITES.find((site) => site.panel === panel)
  if (plan === undefined) throw new Error(`no site of the demo holds the panel ${panel}`)
  return plan
}

async function printLogins({ registry, sites, home, researcher }: Demo): Promise<void> {
  const line = async (who: string, url: string, person: Person) =>
    say(`  ${who.padEnd(28)} ${url}   ${person.email}  ${await passwordOf(person)}`)
  say()
  say('The federation stays up. Open the console, with the login of:')
  await line(`a researcher at ${HOME_SITE}`, home.url, researcher)
  for (const { name, url, administrator } of sites.values()) {
    await line(`the site admin of ${name}`, url, administrator)
  }
  await line('the federation admin', registry.url, registry.administrator)
  say()
  say('Or try, in another terminal, as the researcher:')
  say(`  export XDG_CONFIG_HOME=${researcher.configDir}`)
  const command = fileURLToPath(new URL('../../bin/crosspanel', import.meta.url))
  say(`  ${command} panels`)
  say(`  ${command} jobs`)
  say()
  say('Ctrl-C stops everything.')
}
