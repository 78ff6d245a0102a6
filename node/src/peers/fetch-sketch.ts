import { type PanelId, panelNameOf, type SiteId } from '@crosspanel/protocol/ids'
import { PANEL_SKETCH_MAX_BYTES } from '@crosspanel/protocol/panel-sketch'
import type { PeerClient } from './peer-client.ts'
import type { PeerReply } from './ports.ts'

/** Asks a panel's host for its sketch. As a probe: that it cannot be had is no reason to keep messages of jobs back. */
export async function fetchSketch(
  client: PeerClient,
  from: SiteId,
  panelId: PanelId,
): Promise<PeerReply<Uint8Array>> {
  const path = `/peer/v1/panels/${panelNameOf(panelId)}/sketch`
  const call = { method: 'GET', path, maxBytes: PANEL_SKETCH_MAX_BYTES, isProbe: true } as const
  const reply = await client.call(from, call)
  return reply.kind === 'answered' ? { kind: 'answered', value: reply.value.body } : reply
}
