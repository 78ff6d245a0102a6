import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SiteId } from '@crosspanel/protocol/ids'
import { PanelList, type PanelAccess } from '@crosspanel/protocol/panel'
import { AddPanel, OwnPanelList, PanelTaskView } from '@crosspanel/protocol/panel-admin'
import { z } from 'zod'
import { problemErrors } from '@crosspanel/protocol/problem-text'
import { type Api, apiFor } from './api.ts'
import { readBuild } from './build.ts'
import { table } from '@crosspanel/protocol/text-table'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { note, print, printJson, progressLine } from './output.ts'
import { requireLogin } from './profile.ts'

interface PanelOptions {
  readonly site?: string
  readonly json?: boolean
  readonly build?: string
}

export interface AddPanelOptions extends PanelOptions {
  readonly name: string
  readonly title: string
  readonly build: string
  readonly panelVersion: string
  readonly populations?: string
  readonly map?: readonly string[]
  readonly allow?: string
  readonly minSamples: string
  readonly maxSamples: string
  readonly licence?: string
  readonly terms?: string
  readonly publishSketch?: boolean
}

const POLL_MS = 250

export async function listPanels(options: PanelOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const wanted = options.build === undefined ? undefined : readBuild(options.build)
  const { panels } = await api.call('/api/v1/panels', PanelList)
  const shown = panels.filter(({ build }) => wanted === undefined || build === wanted)
  if (options.json) return printJson(shown)
  if (shown.length === 0) {
    const of = wanted === undefined ? 'a panel' : `a panel of ${wanted}`
    return note(`No site of the federation has published ${of} yet.`)
  }
  const rows = shown.map((panel) => [
    panel.panelId,
    panel.build,
    String(panel.samples),
    panel.populations.map(({ code, samples }) => `${code}:${samples}`).join(' '),
    panel.chromosomes.map(({ chromosome }) => chromosome).join(','),
    `${panel.hostName} (${panel.host})`,
    panel.isOpenToUs ? 'open' : 'closed to your site',
  ])
  print(table(['PANEL', 'BUILD', 'PEOPLE', 'POPULATIONS', 'CHR', 'HOST', 'ACCESS'], rows))
}

export async function listOwnPanels(options: PanelOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { panels } = await api.call('/api/v1/panels/own', OwnPanelList)
  if (options.json) return printJson(panels)
  if (panels.length === 0) return note('This site has no panel. Add one with: crosspanel panel add')
  const rows = panels.map((panel) => [
    panel.panelId,
    panel.version,
    panel.state,
    panel.build,
    String(panel.samples),
    panel.access === 'members' ? 'members' : panel.access.join(',') || 'this site',
  ])
  print(table(['PANEL', 'VERSION', 'STATE', 'BUILD', 'PEOPLE', 'OPEN TO'], rows))
}

export async function addPanel(files: readonly string[], options: AddPanelOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { siteId } = await api.call('/api/v1/status', z.object({ siteId: SiteId }))
  const request = await readRequest(siteId, files, options)
  const task = await api.call('/api/v1/panels', PanelTaskView, { method: 'POST', body: request })
  const ended = await followTask(api, task)
  if (ended.problem !== null) {
    const { title, detail, errors = [] } = ended.problem
    // The detail joins the errors in one line; each on its own, with its fix, says more.
    const words = errors.length === 0 ? [detail ?? title] : [title, ...problemErrors(errors)]
    throw new CliError(words.join('\n'))
  }
  if (options.json) return printJson(ended)
  print(ended.panelId)
  if (options.allow === undefined) {
    note('Only this site may use the panel. Open it with --allow members or --allow site:NAME.')
  }
}

async function readRequest(
  siteId: string,
  files: readonly string[],
  options: AddPanelOptions,
): Promise<AddPanel> {
  const parsed = AddPanel.safeParse({
    panelId: `${siteId}/${options.name}`,
    title: options.title,
    version: options.panelVersion,
    build: readBuild(options.build),
    genotypeFiles: files.map((file) => resolve(file)),
    mapFiles: (options.map ?? []).map((file) => resolve(file)),
    ...(options.populations === undefined ? {} : { populationFile: resolve(options.populations) }),
    access: readAccess(options.allow),
    minSamples: Number(options.minSamples),
    maxSamples: Number(options.maxSamples),
    ...(options.licence === undefined ? {} : { licence: options.licence }),
    isSketchPublished: options.publishSketch ?? false,
    ...(options.terms === undefined ? {} : { terms: await readTerms(options.terms) }),
  })
  if (parsed.success) return parsed.data
  const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new CliError(words.join('; '), EXIT.usage)
}

async function readTerms(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError(`${path} cannot be read`, EXIT.usage, { cause: error })
  })
}

function readAccess(allow: string | undefined): PanelAccess {
  if (allow === undefined) return []
  return allow === 'members' ? 'members' : allow.split(',').map((site) => site.trim())
}

async function followTask(api: Api, started: PanelTaskView): Promise<PanelTaskView> {
  const line = progressLine()
  let task = started
  while (task.state === 'running') {
    line.show(`${task.panelId}: ${task.step}`, task.done / task.total)
    await delay(POLL_MS)
    task = await api.call(`/api/v1/panels/tasks/${task.taskId}`, PanelTaskView)
  }
  line.end()
  return task
}
