import { refusal } from '@crosspanel/protocol/refusals'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { hostSiteOf, type PanelId, type SiteId } from '@crosspanel/protocol/ids'
import type { RunParameters } from '@crosspanel/protocol/job'
import type { PanelDescription } from '@crosspanel/protocol/panel'
import { fault } from '@crosspanel/protocol/faults'
import { DomainError, type ProblemDetail } from '@crosspanel/protocol/problem'
import type { Federation } from '../peers/ports.ts'

/** Finds a panel that new jobs of this site may use now, or says why not. */
export function requireOpenPanel(
  federation: Pick<Federation, 'document' | 'findSite'>,
  us: SiteId,
  panelId: PanelId,
): PanelDescription {
  if (federation.document()?.isOpen !== true) throw new DomainError('federation-expired')
  const hostSite = hostSiteOf(panelId)
  const host = federation.findSite(hostSite)
  const panel = host?.descriptor?.panels.find((candidate) => candidate.panelId === panelId)
  if (host !== undefined && host.member.status !== 'active') {
    throw refusal(`site-unavailable.${host.member.status}`, { params: { site: hostSite } })
  }
  if (panel === undefined) throw new DomainError('panel-unavailable')
  const isOpen = panel.access === 'members' || hostSite === us || panel.access.includes(us)
  if (!isOpen) throw new DomainError('panel-access-denied')
  return panel
}

/** Refuses a job of whoever has not agreed to the panel's terms, or to other ones than it has now. */
export async function requireAcceptedTerms(
  { terms }: Pick<PanelDescription, 'terms'>,
  acceptedSha256: string | null,
): Promise<void> {
  if (acceptedSha256 === null) {
    if (terms === undefined) return
    throw new DomainError('panel-terms-not-accepted')
  }
  const isSame = terms !== undefined && (await sha256Hex(terms)) === acceptedSha256
  if (!isSame) throw new DomainError('panel-terms-changed')
}

/** Refuses parameters that this panel cannot serve, before any genotype is sent. */
export function requireServable(panel: PanelDescription, parameters: RunParameters): void {
  const { build, population, phasing } = parameters
  const errors: ProblemDetail[] = []
  if (build !== panel.build) {
    errors.push(fault('build', '#/parameters/build', { build, panelBuild: panel.build }))
  }
  if (population !== undefined && !panel.populations.some(({ code }) => code === population)) {
    const populations = panel.populations.map(({ code }) => code).join(', ')
    errors.push(fault('population', '#/parameters/population', { populations }))
  }
  if (phasing !== 'auto' && phasing !== 'none' && !panel.phasingEngines.includes(phasing)) {
    const engines = panel.phasingEngines.join(', ')
    errors.push(fault('phasing', '#/parameters/phasing', { engines }))
  }
  if (errors.length > 0) {
    throw refusal('invalid-request.parameters', { errors })
  }
}
