import type { Base } from '../base.ts'
import type { PanelService } from '../panels/service.ts'
import type { Federation } from '../peers/ports.ts'
import { SOFTWARE } from '../peers/statement.ts'
import { createHealthService } from './health.ts'
import { createDatabaseProbes } from './probes.ts'
import { createStatusService } from './status.ts'

export interface MonitoringDeps extends Base {
  readonly federation: Pick<Federation, 'document' | 'listHealth'>
  readonly catalogue: PanelService['catalogue']
  readonly workerSeenAt: () => Promise<Date | undefined>
}

/** What is said of the node's own state and of its peers'. */
export function createMonitoring(deps: MonitoringDeps) {
  const { config, db, federation, catalogue } = deps
  const health = createHealthService({
    ...deps,
    ...createDatabaseProbes(db),
    diskFloorBytes: config.diskFloorBytes,
  })
  const status = createStatusService({
    ...deps,
    siteId: config.siteId,
    siteName: config.siteName,
    software: SOFTWARE,
    health,
    document: federation.document,
    listPeers: federation.listHealth,
    async countPanels() {
      const all = await catalogue()
      const served = all.filter(({ hostSite }) => hostSite === config.siteId).length
      return { served, reachable: all.filter(({ host }) => host === 'ok').length }
    },
  })
  return { health, status }
}
