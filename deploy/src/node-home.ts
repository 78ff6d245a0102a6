import { join, resolve } from 'node:path'
import { NodeEnvironment } from '@crosspanel/node/config'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { SiteId } from '@crosspanel/protocol/ids'
import { hasSettings, readSettings } from './settings.ts'

export const DEFAULT_NODE_DIR = './crosspanel-node'
export const NODE_DATABASE = 'crosspanel_node'

/** A node as it lies on the disk, whether it runs or not. */
export interface NodeHome {
  readonly dir: string
  readonly dataDir: string
  readonly siteId: SiteId
  readonly settings: Readonly<Record<string, string | undefined>>
}

export async function readNodeHome(given: string): Promise<NodeHome> {
  const dir = resolve(given)
  if (!hasSettings(dir)) {
    throw new CliError(
      `${dir} has no node: name its directory with --dir, or make one with \`crosspanel node init\``,
      EXIT.notFound,
    )
  }
  return homeOf(dir, await readSettings(dir, NodeEnvironment, process.env))
}

export function homeOf(dir: string, settings: NodeHome['settings']): NodeHome {
  const siteId = SiteId.safeParse(settings['CROSSPANEL_SITE'])
  if (!siteId.success) throw new CliError('CROSSPANEL_SITE is not the id of a site', EXIT.failed)
  return { dir, siteId: siteId.data, settings, dataDir: settings['CROSSPANEL_DATA_DIR'] ?? dir }
}

/** The file of a setting's directory `name` within the node's data. */
export function inData(home: Pick<NodeHome, 'dataDir'>, ...names: readonly string[]): string {
  return join(home.dataDir, ...names)
}
