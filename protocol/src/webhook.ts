import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { Timestamp } from './ids.ts'
import { NotificationKind } from './notification.ts'
import { Told } from './told.ts'

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const

const Name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u, FAULTS['plain-line'].detail)

/** Kinds whose data holds a token that opens an account, or that are for one person only: never sent to a webhook. */
export const WEBHOOK_KINDS = NotificationKind.exclude([
  'account-invited',
  'password-recovery',
  'password-changed',
  'command-line-login',
])

export const CreateWebhook = z.object({
  name: Name,
  url: z.string().max(2000),
  kinds: z.array(WEBHOOK_KINDS).min(1),
  /** `site`: what happens to anybody here; for administrators. */
  scope: z.enum(['own', 'site']).default('own'),
})
export type CreateWebhook = z.infer<typeof CreateWebhook>

export const ChangeWebhook = z.object({
  name: Name,
  url: z.string().max(2000),
  kinds: z.array(WEBHOOK_KINDS).min(1),
  isEnabled: z.boolean(),
})
export type ChangeWebhook = z.infer<typeof ChangeWebhook>

export const WebhookView = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  kinds: z.array(z.string()),
  scope: z.enum(['own', 'site']),
  createdAt: Timestamp,
  isEnabled: z.boolean(),
  /** Why the node has stopped calling it; null while it is enabled, or when a person stopped it. */
  disabledWhy: z.string().nullable(),
  /** What `disabledWhy` is made of. */
  told: Told.optional(),
  /** Until then what is sent is signed with the secret before this one, too. */
  previousSecretUntil: Timestamp.nullable(),
})
export type WebhookView = z.infer<typeof WebhookView>

export const WebhookList = z.object({ webhooks: z.array(WebhookView) })

/** The secret is shown this once. */
export const WebhookWithSecret = WebhookView.extend({ secret: z.string() })
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>

export const DeliveryView = z.object({
  /** What the receiver gets as `webhook-id`. */
  id: z.uuid(),
  kind: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  /** Of the last attempt: the answer's status, or what kept it from being answered. */
  status: z.int().nullable(),
  fault: z.string().nullable(),
  /** What `fault` means, in words, and what they are made of. */
  seen: z.string().optional(),
  told: Told.optional(),
  durationMs: z.int().nullable(),
  lastAttemptAt: Timestamp.nullable(),
  nextAttemptAt: Timestamp.nullable(),
  createdAt: Timestamp,
})
export type DeliveryView = z.infer<typeof DeliveryView>

export const DeliveryList = z.object({
  deliveries: z.array(DeliveryView),
  next: z.string().nullable(),
})
export type DeliveryList = z.infer<typeof DeliveryList>

export const ReplaySince = z.object({ since: Timestamp })
export const Replayed = z.object({ deliveries: z.int() })
