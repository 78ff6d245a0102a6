import { BackupStatus } from '@crosspanel/protocol/backup'
import { problems } from '@crosspanel/protocol/problem-responses'
import { SettingList } from '@crosspanel/protocol/settings'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRoute } from '@hono/zod-openapi'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { SettingsService } from './settings.ts'

const middleware = requireRole('site-admin')

const listSettings = createRoute({
  method: 'get',
  path: '/settings',
  operationId: 'listSettings',
  summary: 'Every setting in force and where it comes from; secrets are masked',
  middleware,
  responses: {
    200: jsonAnswer('The settings', SettingList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const getBackupStatus = createRoute({
  method: 'get',
  path: '/backup',
  operationId: 'getBackupStatus',
  summary: 'When the node was last backed up, and when a back-up was last found whole',
  middleware,
  responses: {
    200: jsonAnswer('What is known of back-ups', BackupStatus),
    ...problems('unauthenticated', 'forbidden'),
  },
})

/** What this site is set to and how safe it is. */
export function siteRoutes(settings: SettingsService, backupStatus: () => Promise<BackupStatus>) {
  return createRouter()
    .openapi(listSettings, async (c) => c.json({ settings: await settings.list() }, 200))
    .openapi(getBackupStatus, async (c) => c.json(await backupStatus(), 200))
}
