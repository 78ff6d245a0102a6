import type { DemoPanelKey } from './data.ts'
import type { SitePlan } from './federation.ts'

export interface DemoSitePlan extends SitePlan {
  /** The panel that this site holds. */
  readonly panel: DemoPanelKey
  readonly panelName: string
  readonly panelTitle: string
}

/**
 * Three institutions. The haplotypes are those that Debian ships, which are European; which site holds
 * which panel is made up.
 */
export const SITES: readonly DemoSitePlan[] = [
  {
    slug: 'cape-town',
    name: 'Cape Town',
    organisation: 'University of Cape Town',
    emailDomain: 'cape-town.example',
    port: 8081,
    panel: 'finnish',
    panelName: '1000g-finnish',
    panelTitle: '1000 Genomes, Finns, chromosome 20, 1 to 4 Mb',
  },
  {
    slug: 'ibadan',
    name: 'Ibadan',
    organisation: 'University of Ibadan',
    emailDomain: 'ibadan.example',
    port: 8082,
    panel: 'southern',
    panelName: '1000g-southern-european',
    panelTitle: '1000 Genomes, Spain and Tuscany, chromosome 20, 1 to 4 Mb',
  },
  {
    slug: 'lund',
    name: 'Lund',
    organisation: 'Lund University',
    emailDomain: 'lund.example',
    port: 8083,
    panel: 'north-western',
    panelName: '1000g-north-western-european',
    panelTitle: '1000 Genomes, Britain and Utah, chromosome 20, 1 to 4 Mb',
  },
]

export const HOME_SITE = 'lund'
