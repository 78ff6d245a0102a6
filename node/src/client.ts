import type { Problem } from '@crosspanel/protocol/problem'
import { type ApplyGlobalResponse, hc } from 'hono/client'
import type { NodeApi } from './app.ts'

export type { SettingName } from './monitoring/settings.ts'

/** What the edge may answer on any route. */
type Problems = { [S in 400 | 401 | 403 | 404 | 413 | 415 | 429 | 500 | 503]: { json: Problem } }

export type NodeClient = ReturnType<typeof createNodeClient>

export interface NodeClientOptions {
  readonly fetch?: typeof fetch
  readonly headers?: Record<string, string>
}

/** The node's API with the types of its routes. For programs that ship with the node; peers parse every answer instead. */
export function createNodeClient(baseUrl: string, options: NodeClientOptions = {}) {
  return hc<ApplyGlobalResponse<NodeApi, Problems>>(baseUrl, options)
}
