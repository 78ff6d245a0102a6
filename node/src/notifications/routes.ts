import { createRouter } from '../http/router.ts'
import { inboxRoutes } from './inbox-routes.ts'
import { mailRoutes } from './mail-routes.ts'
import type { Notifications } from './notifications.ts'
import { webhookRoutes } from './webhook-routes.ts'

export function notificationRoutes(parts: Pick<Notifications, 'inbox' | 'webhooks' | 'mail'>) {
  return createRouter()
    .route('/', inboxRoutes(parts.inbox))
    .route('/', webhookRoutes(parts.webhooks))
    .route('/', mailRoutes(parts.mail))
}
