import type { AddPanel } from '@crosspanel/protocol/panel-admin'

/** What is typed of a panel, as it is typed. */
export interface PanelTexts {
  readonly name: string
  readonly title: string
  readonly version: string
  readonly build: 'GRCh37' | 'GRCh38'
  readonly genotypeFiles: string
  readonly mapFiles: string
  readonly populationFile: string
  readonly access: 'own' | 'members' | 'some'
  readonly sites: string
  readonly minSamples: string
  readonly maxSamples: string
  readonly licence: string
  readonly terms: string
  readonly isSketchPublished: boolean
}

export const EMPTY: PanelTexts = {
  name: '',
  title: '',
  version: '',
  build: 'GRCh38',
  genotypeFiles: '',
  mapFiles: '',
  populationFile: '',
  access: 'own',
  sites: '',
  minSamples: '20',
  maxSamples: '50000',
  licence: '',
  terms: '',
  isSketchPublished: false,
}

/** One a line; empty lines are left out. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** What is sent; what is left empty is left to the node. */
export function requestOf(texts: PanelTexts, siteId: string): AddPanel {
  const optional = (name: 'populationFile' | 'licence' | 'terms') => {
    const value = texts[name].trim()
    return value === '' ? {} : { [name]: value }
  }
  return {
    panelId: `${siteId}/${texts.name.trim()}`,
    title: texts.title.trim(),
    version: texts.version.trim(),
    build: texts.build,
    genotypeFiles: linesOf(texts.genotypeFiles),
    mapFiles: linesOf(texts.mapFiles),
    access: accessOf(texts),
    minSamples: Number(texts.minSamples),
    maxSamples: Number(texts.maxSamples),
    isSketchPublished: texts.isSketchPublished,
    ...optional('populationFile'),
    ...optional('licence'),
    ...optional('terms'),
  } as AddPanel
}

function accessOf({ access, sites }: PanelTexts): AddPanel['access'] {
  if (access === 'members') return 'members'
  return access === 'own' ? [] : linesOf(sites)
}
