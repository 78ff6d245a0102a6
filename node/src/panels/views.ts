import type { PanelId, SiteId } from '@crosspanel/protocol/ids'
import type { HostTold, PanelAccess, PanelDescription, PanelView } from '@crosspanel/protocol/panel'
import type { OwnPanelView } from '@crosspanel/protocol/panel-admin'
import { join } from 'node:path'
import type { KnownSite, SiteHealth } from '../peers/ports.ts'
import type { Engines } from '../pipeline/engines.ts'
import type { PanelFiles } from '../pipeline/job.ts'
import { phasingEnginesOf } from './add-panel.ts'
import { chromosomeFileNames } from './build-chromosome.ts'
import type { PanelFile } from './panel-tools.ts'
import type { PanelRow } from './store.ts'

/** Phasing engines are those that the node has now, not those it had when the panel was added. */
export function describePanel(row: PanelRow, engines: Engines): PanelDescription {
  const { version, title, build, samples, populations, minSamples, maxSamples, licence, terms } =
    row
  return {
    panelId: row.id,
    ...{ version, title, build, samples, populations, minSamples, maxSamples },
    chromosomes: [...row.chromosomes],
    phasingEngines: phasingEnginesOf(engines),
    ...(licence === null ? {} : { licence }),
    ...(terms === null ? {} : { terms }),
    digest: row.digest,
    ...(row.sketch === null ? {} : { sketch: row.sketch }),
  }
}

export function ownViewOf(
  row: PanelRow,
  files: readonly PanelFile[],
  engines: Engines,
): OwnPanelView {
  return {
    ...describePanel(row, engines),
    access: row.access,
    maxAlleleSwitches: row.maxAlleleSwitches,
    state: row.state,
    geneticMaps: { ...row.geneticMaps },
    createdAt: row.createdAt.toISOString(),
    files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
  }
}

/** The panel as the pipeline reads it, with the paths of its files. */
export function panelFilesOf(row: PanelRow, engines: Engines, dataDir: string): PanelFiles {
  const dir = join(dataDir, row.dir)
  return {
    panelId: row.id,
    ...{ build: row.build, digest: row.digest, samples: row.samples },
    populations: row.populations,
    chromosomes: row.chromosomes.map((chromosome) => {
      const names = chromosomeFileNames(chromosome.chromosome)
      return {
        ...chromosome,
        msav: join(dir, names.msav),
        bcf: join(dir, names.bcf),
        sites: join(dir, names.sites),
        eagleMap: join(dir, names.eagleMap),
        shapeitMap: join(dir, names.shapeitMap),
        minimacMap: join(dir, names.minimacMap),
      }
    }),
    phasingEngines: phasingEnginesOf(engines),
    policy: {
      minSamples: row.minSamples,
      maxSamples: row.maxSamples,
      maxAlleleSwitches: row.maxAlleleSwitches,
    },
  }
}

export function isOpenTo(site: SiteId, host: SiteId, access: PanelAccess): boolean {
  return site === host || access === 'members' || access.includes(site)
}

/** The panels of active members but this site, as their descriptors tell of them. */
export function panelsOfPeers(
  sites: readonly KnownSite[],
  health: readonly SiteHealth[],
  us: SiteId,
): PanelView[] {
  const healthOf = new Map(health.map((site) => [site.siteId, site]))
  return sites
    .filter(({ member }) => member.status === 'active' && member.siteId !== us)
    .flatMap(({ member, statement, descriptor }) =>
      (descriptor?.panels ?? []).map(({ access, ...description }) => ({
        ...description,
        hostSite: member.siteId,
        hostName: statement.siteName,
        isOpenToUs: isOpenTo(us, member.siteId, access),
        host: healthOf.get(member.siteId)?.contact ?? 'unknown',
        hostTold: hostTold(healthOf.get(member.siteId), description.panelId),
      })),
    )
}

/** What the host of a panel told of itself when it last answered. */
export function hostTold(site: SiteHealth | undefined, panelId: PanelId): HostTold | null {
  if (site === undefined || site.health === null || site.toldAt === null) return null
  const { isReady, hasLiveWorker, queuedRuns, runningRuns, queueMode, runTimes } = site.health
  return {
    at: site.toldAt.toISOString(),
    ...{ isReady, hasLiveWorker, queuedRuns, runningRuns },
    queueMode: queueMode ?? null,
    runTimes: runTimes?.find((times) => times.panelId === panelId) ?? null,
  }
}
