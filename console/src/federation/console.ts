import type { ConsoleParts } from '../app/context.ts'
import { federationArea } from './area.ts'
import { t } from './words.ts'

/** What the registry's console differs in from a node's. */
export const registryConsole: Omit<ConsoleParts, 'session'> = {
  areas: [federationArea],
  name: () => `Crosspanel · ${t().name}`,
  statusLabel: () => t().status.title,
  destinations: () => import('./destinations.ts'),
  hasStream: false,
}
