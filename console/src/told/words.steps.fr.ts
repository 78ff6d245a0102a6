import type { PANEL_STEPS } from '@crosspanel/protocol/panel-steps'
import type { Dictionary } from '../i18n/words.ts'

export const fr: Dictionary<typeof PANEL_STEPS> = {
  waiting: 'en attente',
  checking: 'contrôle de {file}',
  engines: 'chromosome {chromosome} : fichiers des moteurs',
  maps: 'chromosome {chromosome} : cartes génétiques',
  digests: 'chromosome {chromosome} : empreintes',
  done: 'terminé',
}
