import type { Problem } from '@crosspanel/protocol/problem'
import { type ApplyGlobalResponse, hc } from 'hono/client'
import type { RegistryApp } from './app.ts'

/** What the edge may answer on any route. */
type Problems = { [S in 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503]: { json: Problem } }

export interface RegistryClientOptions {
  readonly fetch?: typeof fetch
}

/** The registry's API with the types of its routes, for the console that it serves. */
export function createRegistryClient(baseUrl: string, options: RegistryClientOptions = {}) {
  return hc<ApplyGlobalResponse<RegistryApp, Problems>>(baseUrl, options)
}
