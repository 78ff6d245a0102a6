import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createHash, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureAccuracy } from '@crosspanel/deploy/demo/accuracy'
import { type DemoData, makeDemoData } from '@crosspanel/deploy/demo/data'
import { type DemoSitePlan, SITES } from '@crosspanel/deploy/demo/plan'
import { runTool } from '@crosspanel/deploy/demo/run-tool'
import { sampleIdsOf } from '@crosspanel/deploy/demo/samples'
import type { FileList } from '@crosspanel/protocol/file'
import type { JobDetail, JobList } from '@crosspanel/protocol/job'
import { AddPanel } from '@crosspanel/protocol/panel-admin'
import { RunSummary } from '@crosspanel/protocol/summary'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openWindow, watchFaults } from '../browser.ts'
import { type Hands, keyboardOn, pointerOn } from '../hands.ts'
import { PASSWORD, TestNetwork, type TestNode } from '../network.ts'

const PATIENCE_MS = 60_000
const JOB_PATIENCE_MS = 180_000
const PASSPHRASE = 'twelve characters and some more'
const TERMS = 'The panel may be used for research on health and disease alone.'
const FIGURES = 8
/** More than any request but an upload has, and less than the file. */
const SENT_AT_FIRST_BYTES = 200_000
/** Each of them takes a node as many steps as to begin to read an upload. */
const CALLS_LATER = 5

let stack: AsyncDisposableStack
let network: TestNetwork
let home: TestNode
let data: DemoData
let dir: string
let browser: Browser

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-researcher-'))
  building.defer(() => rm(dir, { recursive: true, force: true }))
  data = await makeDemoData(join(dir, 'data'))
  network = building.use(await TestNetwork.create(SITES.map(({ slug }) => slug)))
  for (const site of SITES.filter(({ slug }) => slug !== 'lund')) await addDemoPanel(site)
  await network.syncFederation()
  home = network.node('lund')
  browser = await openBrowser()
  building.defer(() => browser.close())
  stack = building.move()
})
afterAll(() => stack?.disposeAsync())

async function addDemoPanel({ slug, panel, panelName, panelTitle }: DemoSitePlan): Promise<void> {
  const { vcf, populationFile } = data.panels[panel]
  const { running, siteId } = network.node(slug)
  const request = AddPanel.parse({
    panelId: `${siteId}/${panelName}`,
    title: panelTitle,
    version: '1',
    build: data.build,
    genotypeFiles: [vcf],
    mapFiles: [data.geneticMap],
    populationFile,
    access: 'members',
    isSketchPublished: true,
    licence: 'For research alone',
    terms: TERMS,
  })
  await running.context.panels.addNow('node', request, { signal: AbortSignal.timeout(120_000) })
}

interface Desk {
  readonly window: BrowserContext
  readonly page: Page
  readonly faults: readonly string[]
}

async function openDesk(handsOn: (page: Page) => Hands): Promise<Desk & { hands: Hands }> {
  const window = await openWindow(browser, { scheme: 'light', width: 1280 })
  window.setDefaultTimeout(PATIENCE_MS)
  const page = await window.newPage()
  return { window, page, faults: watchFaults(page), hands: handsOn(page) }
}

async function signIn({ page }: Desk, hands: Hands): Promise<void> {
  const email = `${randomUUID()}@example.org`
  const { token } = await home.running.context.users.makeSetUpLink({ email, role: 'researcher' })
  await page.goto(`${home.proxy.url}/set-up#${token}`)
  await hands.write('Your name', 'Ada Lovelace')
  await hands.write('Password', PASSWORD)
  await hands.press('Make my account')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

/** From the files to their verdict, with nothing sent. */
async function chooseFiles(
  { page }: Desk,
  hands: Hands,
  { path, verdict }: { path: string; verdict: string },
): Promise<void> {
  const sent: string[] = []
  const note = (request: Request) => {
    if (!['GET', 'HEAD'].includes(request.method())) sent.push(request.url())
  }
  page.on('request', note)
  await hands.press('New job')
  await hands.giveFile('Choose files', path)
  await page.getByText(verdict).waitFor()
  page.off('request', note)
  expect(sent).toEqual([])
}

async function choosePanel({ page }: Desk, hands: Hands): Promise<void> {
  await hands.press('Next: Panel')
  await hands.choose('Ancestry of most of your samples', data.targetPopulation)
  await page.getByText(`100% of it is ${data.targetPopulation}`).waitFor()
  await hands.press('Use this panel: 1000 Genomes, Finns')
}

/** By the panel's sketch, which came from its host. */
async function readOverlap({ page }: Desk): Promise<void> {
  const finns = page.getByRole('listitem').filter({ hasText: '1000 Genomes, Finns' })
  await finns.getByText('Has 100% of your variants (all').waitFor()
}

async function agree({ page }: Desk, hands: Hands): Promise<void> {
  await hands.press('Next: Data use')
  await page.getByText(TERMS).waitFor()
  await hands.tick('I have read these terms')
  await hands.tick('I may send these data to')
}

/** Makes a key and gives back where its recovery file was saved. */
async function makeKey({ page }: Desk, hands: Hands): Promise<string> {
  await hands.press('Next: Key')
  await hands.write('Passphrase of the recovery file', PASSPHRASE)
  await hands.press('Make the key')
  const saving = page.waitForEvent('download')
  await hands.press('Save the recovery file')
  const path = join(dir, `${randomUUID()}.sec`)
  await (await saving).saveAs(path)
  await hands.press('Use this key from now on')
  await page.getByText('Results will be encrypted for this key of yours').waitFor()
  return path
}

/** With the login of the window. A connection that was kept may be closed by the node at the very moment of its use. */
const ask = (window: BrowserContext, path: string) =>
  window.request.get(`${home.proxy.url}/api/v1${path}`, { maxRetries: 2 })

async function jobOf({ page, window }: Desk): Promise<JobDetail> {
  const id = /\/jobs\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  const answer = await ask(window, `/jobs/${id}`)
  return (await answer.json()) as JobDetail
}

async function watchJob({ page }: Desk): Promise<void> {
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)
  await page.getByText('The engines work at the host site').waitFor({ timeout: JOB_PATIENCE_MS })
  await page
    .getByRole('figure', { name: 'Chunks' })
    .getByText(/\d\schunks?: .*\d/)
    .waitFor()
  await page
    .getByText('The results have been verified and can be downloaded')
    .waitFor({ timeout: JOB_PATIENCE_MS })
}

/** Every chart says in words what is in the summary, and the methods name what ran. */
async function readCharts(desk: Desk): Promise<void> {
  const { page } = desk
  const { qualityControl, imputation } = RunSummary.parse((await jobOf(desk)).summary)
  const figures = page.getByRole('figure')
  await expect.poll(() => figures.count(), { timeout: PATIENCE_MS }).toBe(FIGURES)
  const words = (await figures.allTextContents()).join('\n').replaceAll(/[,\s]/g, '')
  const { records, excluded, remaining } = qualityControl
  expect(words).toContain(`Of${records}variants`)
  expect(words).toContain(`${excluded}wereleftout`)
  expect(words).toContain(`${remaining}areinthepanelandstayed`)
  expect(words).toContain(`${imputation?.imputed}imputed`)
  expect(words).toContain(`${data.targetPeople}samples`)
  expect(await figures.locator('svg').count()).toBeGreaterThanOrEqual(FIGURES)
}

/** A figure as a picture that says by itself what its marks are, and its numbers. */
async function takeFigure({ window, page }: Desk, hands: Hands): Promise<void> {
  const take = async (kind: 'CSV' | 'SVG') => {
    const saving = page.waitForEvent('download')
    await hands.press(`Variants by frequency class: download as ${kind}`)
    const path = join(dir, `${randomUUID()}.${kind.toLowerCase()}`)
    await (await saving).saveAs(path)
    return path
  }
  const picture = await window.newPage()
  await picture.goto(`file://${await take('SVG')}`)
  const words = await picture.locator('title, text').allTextContents()
  await picture.close()

  expect(words).toEqual(
    expect.arrayContaining(['Variants by frequency class', 'R2 ≥ 0.8', 'R2 < 0.3', 'Typed']),
  )
  expect(await readFile(await take('CSV'), 'utf8')).toMatch(/^.*,Typed only\r\n/)
}

/** The files as they are for their researcher, whose own samples they must hold at the panel's variants. */
async function expectImputed(desk: Desk, saved: string): Promise<void> {
  const { results, summary } = await jobOf(desk)
  const { imputation } = RunSummary.parse(summary)
  const dose = join(saved, 'chr20.dose.vcf.gz')
  const positions = async (...args: string[]) =>
    (await runTool('bcftools', ['query', ...args, '-f', '%POS\\t%REF\\t%ALT\\n', dose])).split('\n')

  expect(results.map(({ encryptedFor }) => encryptedFor)).not.toContain('site')
  expect(await sampleIdsOf(dose)).toEqual(await sampleIdsOf(data.target))
  const all = await positions()
  expect(all).toHaveLength((imputation?.outputVariants ?? 0) + 1)
  const panelIndex = ['index', '-n', data.panels.finnish.vcf]
  expect(imputation?.outputVariants).toBeGreaterThanOrEqual(
    Number(await runTool('bcftools', panelIndex)),
  )
  const isInside = (line: string) => {
    const position = Number(line.split('\t')[0])
    return position >= 2_000_000 && position <= 2_100_000
  }
  expect(await positions('-r', '20:2000000-2100000')).toEqual([...all.filter(isInside), ''])
  const { classes } = await measureAccuracy({ dose, truth: data.truth, typed: data.target })
  expect(classes.at(-1)?.r2).toBeGreaterThan(0.8)
}

/** Saves by the browser's downloads, where it lets no page write into a folder. */
async function saveByDownloads(desk: Desk, hands: Hands): Promise<string> {
  const { page } = desk
  const { results } = await jobOf(desk)
  const saved = join(dir, randomUUID())
  const arriving: Promise<void>[] = []
  page.on('download', (download) => {
    arriving.push(download.saveAs(join(saved, download.suggestedFilename())))
  })
  await hands.press('Open and save all files')
  await page.getByText(`All ${results.length} files are saved and verified`).first().waitFor()
  await expect.poll(() => arriving.length).toBe(results.length)
  await Promise.all(arriving)
  return saved
}

/** Saves into the job's folder in one that is the page's own here: nobody is there to choose another. */
async function saveIntoFolder(desk: Desk, hands: Hands): Promise<string> {
  const { page } = desk
  const { results } = await jobOf(desk)
  const saved = join(dir, randomUUID())
  await mkdir(saved)
  await hands.press('Open and save all files')
  await page.getByText(`All ${results.length} files are saved and verified`).first().waitFor()
  for (const { name } of results) {
    const base64 = await page.evaluate<string>(`${READ_CHOSEN}(${JSON.stringify(name)})`)
    await writeFile(join(saved, name), Buffer.from(base64, 'base64'))
  }
  return saved
}

const NO_FOLDERS = 'window.showDirectoryPicker = undefined'
const CHOSEN = `navigator.storage.getDirectory()
  .then((root) => root.getDirectoryHandle('chosen', { create: true }))`
const CHOOSE_FOLDER = `window.showDirectoryPicker = () => ${CHOSEN}`
const READ_CHOSEN = `(async (name) => {
  const [folder] = await Array.fromAsync((await ${CHOSEN}).values())
  const file = await (await folder.getFileHandle(name)).getFile()
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.split(',')[1] ?? '')
    reader.readAsDataURL(file)
  })
})`

const PEOPLE = [
  { who: 'a pointer', handsOn: pointerOn, script: NO_FOLDERS, save: saveByDownloads },
  { who: 'the keyboard alone', handsOn: keyboardOn, script: CHOOSE_FOLDER, save: saveIntoFolder },
]

describe('somebody new', () => {
  it.each(PEOPLE)(
    'imputes the sample data at a remote site with $who, and opens what comes back',
    async ({ handsOn, script, save }) => {
      const { hands, ...desk } = await openDesk(handsOn)
      const { page, window, faults } = desk
      await window.addInitScript(script)
      await signIn(desk, hands)
      await chooseFiles(desk, hands, {
        path: data.target,
        verdict: 'Nothing speaks against these files so far',
      })
      await choosePanel(desk, hands)
      await readOverlap(desk)
      await hands.press('Next: Options')
      await expect.poll(() => page.locator(':focus').textContent()).toBe('New job: Options')
      await hands.choose('Phasing', 'Eagle')
      await hands.choose('Compare allele frequencies with', data.targetPopulation)
      await hands.press('Next: Estimate')
      await page.getByText('No basis for an estimate yet').waitFor()
      await agree(desk, hands)
      const recoveryFile = await makeKey(desk, hands)
      await hands.press('Next: Review')
      await hands.write('Name of the job', 'My first cohort')

      await hands.press('Upload and submit')
      await watchJob(desk)
      await hands.press('Results')
      await page.getByRole('heading', { level: 1, name: 'Results of My first cohort' }).waitFor()
      await readCharts(desk)
      await takeFigure(desk, hands)
      await hands.giveFile('Recovery file', recoveryFile)
      await hands.write('Its passphrase', PASSPHRASE)
      await hands.press('Open the key')
      const saved = await save(desk, hands)

      await expectImputed(desk, saved)
      const { hostSite, parameters, events } = await jobOf(desk)
      expect(hostSite).toBe('site:cape-town')
      expect(parameters).toMatchObject({ phasing: 'eagle', population: data.targetPopulation })
      expect(events.filter(({ to }) => to === 'completed')).toHaveLength(1)
      expect(faults).toEqual([])
      await window.close()
    },
  )
})

describe('an upload whose tab is closed in the middle', () => {
  it('goes on from the bytes that the node has, and becomes one job', async () => {
    const study = data.truth
    const { size } = await stat(study)
    const { hands, ...desk } = await openDesk(pointerOn)
    const { window, page, faults } = desk
    const submissions: string[] = []
    window.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/v1/jobs')) {
        submissions.push(request.headers()['idempotency-key'] ?? '')
      }
    })
    const uploads = async () => {
      const answer = await ask(window, '/files?kind=upload')
      return ((await answer.json()) as FileList).files
    }
    await signIn(desk, hands)
    await chooseFiles(desk, hands, {
      path: study,
      verdict: 'These files can be used; read the remarks',
    })
    await choosePanel(desk, hands)
    await hands.press('Next: Options')
    await hands.press('Next: Estimate')
    await agree(desk, hands)
    await hands.press('Next: Key')
    await hands.choose('Who can open the results', 'No key of mine')
    await hands.press('Next: Review')
    home.proxy.stallAfter('requests', SENT_AT_FIRST_BYTES)
    await hands.press('Upload and submit')
    await expect.poll(() => home.proxy.stalls, { timeout: PATIENCE_MS }).toBe(1)
    home.proxy.stallAfter('requests', undefined)
    // Bytes that the node has not begun to read when the connection ends are lost; after these calls it has.
    for (let call = 0; call < CALLS_LATER; call++) await uploads()

    await page.close({ runBeforeUnload: false })

    const received = async () => (await uploads())[0]?.receivedBytes ?? 0
    await expect.poll(received, { timeout: PATIENCE_MS }).toBeGreaterThan(0)
    const before = await received()
    expect(before).toBeLessThan(size)
    const again = await window.newPage()
    const faultsAgain = watchFaults(again)
    const handsAgain = pointerOn(again)
    await again.goto(`${home.proxy.url}/uploads`)
    await handsAgain.press('Go on')
    await handsAgain.giveFile('Choose files', data.target)
    await again.getByText('This is not the file that you began with').waitFor()
    const goingOn = again.waitForRequest((request) => request.method() === 'PATCH')
    await handsAgain.giveFile('Choose files', study)
    expect((await goingOn).headers()['upload-offset']).toBe(String(before))
    await again.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)

    const answer = await ask(window, '/jobs')
    const { jobs } = (await answer.json()) as JobList
    expect(jobs).toMatchObject([{ panelId: 'site:cape-town/1000g-finnish' }])
    expect(new Set(submissions).size).toBe(1)
    const sha256 = createHash('sha256')
      .update(await readFile(study))
      .digest('hex')
    expect(await uploads()).toMatchObject([{ state: 'complete', size, sha256 }])
    expect([...faults, ...faultsAgain]).toEqual([])
    await window.close()
  })
})
