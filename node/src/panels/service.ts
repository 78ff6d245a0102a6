import { fault } from '@crosspanel/protocol/faults'
import { hostSiteOf, type PanelId, type SiteId } from '@crosspanel/protocol/ids'
import type { PanelAccess, PanelDescription, PanelView } from '@crosspanel/protocol/panel'
import type { AddPanel, OwnPanelView, PanelTaskView } from '@crosspanel/protocol/panel-admin'
import type { PanelSketch } from '@crosspanel/protocol/panel-sketch'
import { DomainError, invalidRequest } from '@crosspanel/protocol/problem'
import { type RunOptions, runOptionsOf } from '@crosspanel/protocol/run-options'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db, Tx } from '../db.ts'
import type { AuditEntry } from '../monitoring/audit.ts'
import type { Federation } from '../peers/ports.ts'
import type { Engines } from '../pipeline/engines.ts'
import type { PanelFiles } from '../pipeline/job.ts'
import type { Account } from '../users/account.ts'
import { addPanel, type PanelProgress } from './add-panel.ts'
import { SKETCH_FILE } from './sketch-file.ts'
import { createSketches } from './sketches.ts'
import type { PanelStore } from './store.ts'
import type { PanelTasks } from './tasks.ts'
import { findWrongFiles } from './verify-files.ts'
import {
  describePanel,
  hostTold,
  isOpenTo,
  ownViewOf,
  panelFilesOf,
  panelsOfPeers,
} from './views.ts'

export interface PanelServiceDeps {
  readonly store: PanelStore
  readonly tasks: PanelTasks
  readonly federation: Pick<Federation, 'listSites' | 'listHealth' | 'republish' | 'fetchSketch'>
  readonly engines: Engines
  readonly siteId: SiteId
  readonly siteName: string
  readonly dataDir: string
  readonly now: () => Date
  /** The real one unless given. */
  readonly build?: typeof addPanel
}

/** A panel that this site serves: its files for the engines, what is said of it, and who may use it. */
export interface ServedPanel {
  readonly files: PanelFiles
  readonly description: PanelDescription
  readonly access: PanelAccess
}

export interface AddNowPorts {
  readonly signal: AbortSignal
  readonly onProgress?: (progress: PanelProgress) => void
}

export type PanelService = ReturnType<typeof createPanelService>

export function createPanelService(deps: PanelServiceDeps) {
  const {
    store,
    tasks,
    federation,
    engines,
    siteId,
    siteName,
    dataDir,
    now,
    build = addPanel,
  } = deps

  async function requireAddable({ panelId, version, minSamples, maxSamples }: AddPanel) {
    if (hostSiteOf(panelId) !== siteId) {
      throw invalidRequest(fault('panel-of-other-site', '#/panelId', { siteId }))
    }
    if (minSamples > maxSamples) {
      throw invalidRequest(fault('samples-range', '#/minSamples', { maxSamples }))
    }
    const row = await store.find(panelId)
    if (row?.state === 'published' && row.version === version) throw new DomainError('panel-exists')
  }

  /** Builds and publishes a panel in the foreground. */
  async function addNow(
    actor: AuditEntry['actor'],
    request: AddPanel,
    { signal, onProgress }: AddNowPorts,
  ): Promise<PanelDescription> {
    await requireAddable(request)
    const ports = { engines, dataDir, signal, ...(onProgress ? { onProgress } : {}) }
    const built = await build(request, ports)
    await store.publish(built, request.access, actor, now())
    federation.republish()
    return built.description
  }

  /** Bytes of the sketch of a panel that is served here to `site`, as its file has them. */
  async function readSketch(panelId: PanelId, site: SiteId): Promise<Uint8Array | undefined> {
    const row = await store.find(panelId)
    if (row?.state !== 'published' || row.sketch === null) return undefined
    if (!isOpenTo(site, siteId, row.access)) return undefined
    return readFile(join(dataDir, row.dir, SKETCH_FILE)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    })
  }

  const getSketch = createSketches({
    siteId,
    readOwn: (panelId) => readSketch(panelId, siteId),
    fetchSketch: federation.fetchSketch,
  })

  async function listOwn(): Promise<(PanelDescription & { access: PanelAccess })[]> {
    const rows = await store.listPublished()
    return rows.map((row) => ({ ...describePanel(row, engines), access: row.access }))
  }

  async function catalogue(): Promise<PanelView[]> {
    const [rows, health] = await Promise.all([store.listPublished(), federation.listHealth()])
    const us = health.find((site) => site.siteId === siteId)
    const own = rows.map((row): PanelView => ({
      ...describePanel(row, engines),
      hostSite: siteId,
      hostName: siteName,
      isOpenToUs: true,
      host: 'ok',
      hostTold: hostTold(us, row.id),
    }))
    const peers = panelsOfPeers(federation.listSites(), health, siteId)
    return [...own, ...peers].toSorted((a, b) => (a.panelId < b.panelId ? -1 : 1))
  }

  async function requireView(panelId: PanelId): Promise<PanelView> {
    const found = (await catalogue()).find((panel) => panel.panelId === panelId)
    if (found === undefined) throw new DomainError('panel-not-found')
    return found
  }

  return {
    addNow,
    listOwn,
    catalogue,

    /** Starts the work and answers at once; the task says how it goes. */
    async add(account: Account, request: AddPanel): Promise<PanelTaskView> {
      requireAdmin(account)
      await requireAddable(request)
      return tasks.start(request, async (onProgress, signal) => {
        await addNow(`account:${account.id}`, request, { signal, onProgress })
      })
    },

    async getTask(account: Account, id: string): Promise<PanelTaskView> {
      requireAdmin(account)
      return tasks.require(id)
    },

    listTasks: tasks.list,

    async listOwnViews(account: Account): Promise<OwnPanelView[]> {
      requireAdmin(account)
      const rows = await store.list()
      const files = await store.listFiles(rows.map(({ id }) => id))
      return rows.map((row) =>
        ownViewOf(
          row,
          files.filter(({ panelId }) => panelId === row.id),
          engines,
        ),
      )
    },

    getView: requireView,
    readSketch,

    async getSketch(panelId: PanelId): Promise<PanelSketch> {
      return getSketch(await requireView(panelId))
    },

    async getOptions(panelId: PanelId): Promise<RunOptions> {
      return runOptionsOf(await requireView(panelId))
    },

    /** Runs whose engines are at work finish; no other starts with the panel. */
    async withdraw(account: Account, panelId: PanelId): Promise<void> {
      requireAdmin(account)
      if (!(await store.withdraw(panelId, `account:${account.id}`))) {
        throw new DomainError('panel-not-found')
      }
      federation.republish()
    },

    async findServed(panelId: PanelId, reader?: Db | Tx): Promise<ServedPanel | undefined> {
      const row = await store.find(panelId, reader)
      if (row?.state !== 'published') return undefined
      return {
        files: panelFilesOf(row, engines, dataDir),
        description: describePanel(row, engines),
        access: row.access,
      }
    },

    /** Reads every file of the panel again; returns the names of those that are gone or not what was published. */
    async verifyDigests(panelId: PanelId): Promise<string[]> {
      const row = await store.find(panelId)
      if (row === undefined) throw new DomainError('panel-not-found')
      return findWrongFiles(join(dataDir, row.dir), await store.listFiles([panelId]))
    },
  }
}

function requireAdmin(account: Account): void {
  if (account.role !== 'site-admin') throw new DomainError('forbidden')
}
