import type { DeliveryView } from '@crosspanel/protocol/webhook'
import type { IconName } from '../ui/icons.tsx'
import type { Tone } from '../ui/state-mark.tsx'

/** How a delivery's state looks. */
export const DELIVERY_MARKS: Readonly<
  Record<DeliveryView['state'], { readonly tone: Tone; readonly icon: IconName }>
> = {
  waiting: { tone: 'plain', icon: 'clock' },
  delivered: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'warning' },
}
