import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApp, isBulk } from './app.ts'
import type { NodeConfig, NodeSecrets } from './config.ts'
import type { ContextOverrides } from './base.ts'
import { createContext, type NodeContext } from './context.ts'
import { serveApp } from './http/server.ts'
import { SOFTWARE } from './peers/statement.ts'

const CLOSE_DEADLINE_MS = 10_000
const CONSOLE_DIR = fileURLToPath(new URL('../../console/dist', import.meta.url))

export interface RunningNode extends AsyncDisposable {
  readonly url: string
  readonly context: NodeContext
  /** Answers a request without a connection. */
  readonly fetch: (request: Request) => Response | Promise<Response>
}

/**
 * Runs a node until it is disposed of: then it takes no new request, lets those under way finish,
 * hands back the work that it holds, and releases its connections.
 */
export async function startNode(
  config: NodeConfig,
  secrets: NodeSecrets,
  overrides: ContextOverrides = {},
): Promise<RunningNode> {
  await using stack = new AsyncDisposableStack()
  const context = stack.use(await createContext(config, secrets, overrides))
  const app = createApp({
    ...context,
    version: SOFTWARE.version,
    jobs: context.jobs.service,
    queue: context.runs.queue,
    observe: context.monitoring.metrics.observe,
    runs: context.runs.service,
    mountPeers: (root) => {
      root.route('/peer/v1', context.peers.routes).route('/.well-known', context.peers.wellKnown)
    },
    consoleDir: existsSync(CONSOLE_DIR) ? CONSOLE_DIR : undefined,
  })
  const server = await serveApp(app, { ...config, isBulk })
  stack.defer(() => server.close(CLOSE_DEADLINE_MS))
  stack.use(context.loops())
  const owned = stack.move()
  return {
    url: server.url,
    context,
    fetch: (request) => app.fetch(request),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
