import { z } from 'zod'
import { Timestamp } from './ids.ts'
import { NotificationKind } from './notification.ts'
import { Told } from './told.ts'

/** `unconfirmed`: the connection was lost when the server may have taken the mail already. */
export const MAIL_STATES = ['waiting', 'sending', 'sent', 'unconfirmed', 'failed'] as const
export const MailState = z.enum(MAIL_STATES)
export type MailState = z.infer<typeof MailState>

export const MailView = z.object({
  id: z.uuid(),
  kind: z.string(),
  address: z.string(),
  state: MailState,
  attempts: z.int(),
  /** Why the last attempt failed: a code and, when the server answered, its reply number. */
  fault: z.string().nullable(),
  /** What `fault` means, in words, and what they are made of. */
  seen: z.string().optional(),
  told: Told.optional(),
  createdAt: Timestamp,
  nextAttemptAt: Timestamp.nullable(),
})
export type MailView = z.infer<typeof MailView>

export const MailList = z.object({ mails: z.array(MailView), next: z.string().nullable() })
export type MailList = z.infer<typeof MailList>

export const MailStatus = z.object({
  /** Whether the node has a mail server; without one no mail is sent. */
  isConfigured: z.boolean(),
  from: z.string().nullable(),
  waiting: z.int(),
  oldestWaitingS: z.number().nullable(),
  failed: z.int(),
  /** Of those, the ones that were given up within the last 24 hours. */
  failedToday: z.int(),
})
export type MailStatus = z.infer<typeof MailStatus>

export const TestMail = z.object({
  /** Where to; the administrator's own address when left out. */
  to: z.email().optional(),
})
export const TestMailSent = z.object({ to: z.string() })

export const TemplateTexts = z.object({
  subject: z.string().min(1).max(200),
  text: z.string().min(1).max(20_000),
  html: z.string().min(1).max(50_000),
})
export type TemplateTexts = z.infer<typeof TemplateTexts>

export const TemplateView = TemplateTexts.extend({
  kind: NotificationKind,
  /** What `{{name}}` may stand for in texts of this kind. */
  placeholders: z.array(z.string()),
  /** Null for the built-in texts. */
  updatedAt: Timestamp.nullable(),
})
export type TemplateView = z.infer<typeof TemplateView>

export const TemplateList = z.object({ templates: z.array(TemplateView) })
