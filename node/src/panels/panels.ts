import type { Base } from '../base.ts'
import type { Federation } from '../peers/ports.ts'
import { createPanelService } from './service.ts'
import { createPanelStore } from './store.ts'
import { createPanelSweep } from './sweep.ts'
import { createPanelTaskStore } from './task-store.ts'
import { createPanelTasks } from './tasks.ts'

export interface PanelsDeps extends Base {
  readonly federation: Federation
  /** Digests of panels that a live run reads. */
  readonly digestsInUse: () => Promise<readonly string[]>
}

/** The site's own panels. Disposing of them stops the tasks that build one. */
export function createPanels(deps: PanelsDeps) {
  const { db, config, newId, now, log, digestsInUse } = deps
  const store = createPanelStore(db)
  const taskStore = createPanelTaskStore(db)
  const tasks = createPanelTasks({ tasks: taskStore, newId, now, log })
  const { siteId, siteName, dataDir } = config
  return {
    service: createPanelService({ ...deps, store, tasks, siteId, siteName, dataDir }),
    sweep: createPanelSweep({ ...deps, store, tasks: taskStore, dataDir, digestsInUse }),
    [Symbol.asyncDispose]: () => tasks[Symbol.asyncDispose](),
  }
}
