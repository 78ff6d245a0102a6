import { createRoute } from '@hono/zod-openapi'
import { SiteId } from '@crosspanel/protocol/ids'
import { PanelList, PanelView } from '@crosspanel/protocol/panel'
import {
  AddPanel,
  OwnPanelList,
  PanelTaskList,
  PanelTaskView,
} from '@crosspanel/protocol/panel-admin'
import { PanelSketch } from '@crosspanel/protocol/panel-sketch'
import { RunOptions } from '@crosspanel/protocol/run-options'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { PanelService } from './service.ts'

/** `site:cape-town/h3africa-v6`: a panel's id is its path as it stands. */
const PanelPath = z.object({
  site: SiteId,
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
})

const listPanels = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listPanels',
  summary: "The federation's panels with their hosts",
  responses: { 200: jsonAnswer('The panels', PanelList), ...problems('unauthenticated') },
})

const addPanel = createRoute({
  method: 'post',
  path: '/',
  operationId: 'addPanel',
  summary: "Build a panel from files on the node's machine and publish it",
  description:
    'Takes no Idempotency-Key: `panelId` and `version` name what is made, so the same request sent again is answered with `panel-exists`, while the first is under way and after it.',
  middleware: requireRole('site-admin'),
  request: { body: jsonBody(AddPanel) },
  responses: {
    202: jsonAnswer('The work is under way; ask for the task', PanelTaskView),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'panel-exists',
    ),
  },
})

const getPanelTask = createRoute({
  method: 'get',
  path: '/tasks/{id}',
  operationId: 'getPanelTask',
  summary: 'How far the adding of a panel is',
  middleware: requireRole('site-admin'),
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: jsonAnswer('The task', PanelTaskView),
    ...problems('invalid-request', 'unauthenticated', 'forbidden', 'panel-task-not-found'),
  },
})

const listPanelTasks = createRoute({
  method: 'get',
  path: '/tasks',
  operationId: 'listPanelTasks',
  summary: 'The adding of panels: what is under way, and how the latest ended',
  middleware: requireRole('site-admin'),
  responses: {
    200: jsonAnswer('The tasks', PanelTaskList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const listOwnPanels = createRoute({
  method: 'get',
  path: '/own',
  operationId: 'listOwnPanels',
  summary: "This site's own panels, the withdrawn ones too",
  middleware: requireRole('site-admin'),
  responses: {
    200: jsonAnswer('The panels', OwnPanelList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const getPanel = createRoute({
  method: 'get',
  path: '/{site}/{name}',
  operationId: 'getPanel',
  summary: 'One panel of the federation',
  request: { params: PanelPath },
  responses: {
    200: jsonAnswer('The panel', PanelView),
    ...problems('invalid-request', 'unauthenticated', 'panel-not-found'),
  },
})

const getPanelOptions = createRoute({
  method: 'get',
  path: '/{site}/{name}/options',
  operationId: 'getPanelOptions',
  summary: 'The parameters that the host takes for a panel, as a JSON Schema',
  request: { params: PanelPath },
  responses: {
    200: jsonAnswer('The schema of `parameters` in a new job', RunOptions),
    ...problems('invalid-request', 'unauthenticated', 'panel-not-found'),
  },
})

const getPanelSketch = createRoute({
  method: 'get',
  path: '/{site}/{name}/sketch',
  operationId: 'getPanelSketch',
  summary:
    "A sample of a panel's variants, where its owner publishes one and this site may use the panel",
  description:
    "What part of a researcher's variants the panel has is told by comparing it with a sample of those, drawn in the same way. A sketch of another site is fetched from its host and believed only with the digest in the host's signed descriptor.",
  request: { params: PanelPath },
  responses: {
    200: jsonAnswer('The sketch', PanelSketch),
    ...problems(
      'invalid-request',
      'unauthenticated',
      'panel-not-found',
      'sketch-not-found',
      'host-not-answering',
    ),
  },
})

const withdrawPanel = createRoute({
  method: 'delete',
  path: '/{site}/{name}',
  operationId: 'withdrawPanel',
  summary: 'Serve a panel of this site no more',
  description: 'Runs whose engines are at work finish; those that wait in the queue fail.',
  middleware: requireRole('site-admin'),
  request: { params: PanelPath },
  responses: {
    204: { description: 'No new run starts with the panel' },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'panel-not-found',
    ),
  },
})

export function panelRoutes(panels: PanelService) {
  return createRouter()
    .openapi(listPanels, async (c) => c.json({ panels: await panels.catalogue() }, 200))
    .openapi(addPanel, async (c) => {
      const task = await panels.add(c.var.account, c.req.valid('json'))
      c.header('location', `/api/v1/panels/tasks/${task.taskId}`)
      return c.json(task, 202)
    })
    .openapi(listPanelTasks, async (c) => c.json({ tasks: await panels.listTasks() }, 200))
    .openapi(getPanelTask, async (c) =>
      c.json(await panels.getTask(c.var.account, c.req.valid('param').id), 200),
    )
    .openapi(listOwnPanels, async (c) =>
      c.json({ panels: await panels.listOwnViews(c.var.account) }, 200),
    )
    .openapi(getPanel, async (c) => {
      const { site, name } = c.req.valid('param')
      return c.json(await panels.getView(`${site}/${name}`), 200)
    })
    .openapi(getPanelOptions, async (c) => {
      const { site, name } = c.req.valid('param')
      return c.json(await panels.getOptions(`${site}/${name}`), 200)
    })
    .openapi(getPanelSketch, async (c) => {
      const { site, name } = c.req.valid('param')
      return c.json(await panels.getSketch(`${site}/${name}`), 200)
    })
    .openapi(withdrawPanel, async (c) => {
      const { site, name } = c.req.valid('param')
      await panels.withdraw(c.var.account, `${site}/${name}`)
      return c.body(null, 204)
    })
}
