import type { RunState } from '@crosspanel/protocol/states'
import type { IconName } from '../../ui/icons.tsx'
import type { Tone } from '../../ui/state-mark.tsx'

export const RUN_MARKS: Readonly<Record<RunState, readonly [Tone, IconName]>> = {
  offered: ['accent', 'clock'],
  accepted: ['accent', 'clock'],
  receiving: ['accent', 'transfer'],
  queued: ['accent', 'clock'],
  running: ['accent', 'running'],
  packaging: ['accent', 'running'],
  ready: ['accent', 'transfer'],
  delivered: ['good', 'check'],
  purged: ['good', 'check'],
  rejected: ['bad', 'cross'],
  failed: ['bad', 'warning'],
  cancelled: ['plain', 'stop'],
  expired: ['warn', 'clock'],
}

// The list of protocol/ would bring its schemas into the page.
export const RUN_STATES = Object.keys(RUN_MARKS) as RunState[]
