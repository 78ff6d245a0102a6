import type { NodeEnvironment } from '@crosspanel/node/config'
import type { RegistryEnvironment } from '@crosspanel/registry/config'

/** Where a setting differs from its default in production; the compose files and systemd units say the same. */
type Profile<Schema extends { shape: object }> = {
  readonly [Variable in keyof Schema['shape'] | `${'DATABASE_URL' | 'REDIS_URL'}_FILE`]?: string
}

/** What depends on the place is in words, after a `…`. */
export const NODE_IN_PRODUCTION: Profile<typeof NodeEnvironment> = {
  CROSSPANEL_HOST: '… 127.0.0.1 behind a proxy on the same machine, 0.0.0.0 in a container',
  CROSSPANEL_PORT: '8080',
  CROSSPANEL_URL: '… the HTTPS address of the reverse proxy',
  CROSSPANEL_LOG_LEVEL: 'info',
  CROSSPANEL_WORKER: '… `false` for the processes of the API, `true` for those of the worker',
  DATABASE_URL_FILE: '… a file that only the node may read',
  REDIS_URL: '… a socket, or a host that only the node reaches',
}

export const REGISTRY_IN_PRODUCTION: Profile<typeof RegistryEnvironment> = {
  CROSSPANEL_HOST: '… 127.0.0.1 behind a proxy on the same machine, 0.0.0.0 in a container',
  CROSSPANEL_PORT: '8090',
  CROSSPANEL_URL: '… the HTTPS address of the reverse proxy',
  CROSSPANEL_LOG_LEVEL: 'info',
  DATABASE_URL_FILE: '… a file that only the registry may read',
}

/** How the table of settings shows it. */
export function inProduction(
  profile: Readonly<Partial<Record<string, string>>>,
  variable: string,
): string {
  const value = profile[variable]
  if (value !== undefined) return value.startsWith('… ') ? value.slice(2) : `\`${value}\``
  const inFile = profile[`${variable}_FILE`]
  return inFile === undefined ? '' : `as \`${variable}_FILE\`: ${inFile.replace(/^… /, '')}`
}
