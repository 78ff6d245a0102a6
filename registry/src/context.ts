import { randomUUID } from 'node:crypto'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { DomainError } from '@crosspanel/protocol/problem'
import { signDocument } from '@crosspanel/protocol/signed-document'
import type { SiteOverviewList } from '@crosspanel/protocol/site-overview'
import { createAdminService } from './admin/service.ts'
import { createAdminStore } from './admin/store.ts'
import { passwords } from './admin/passwords.ts'
import { createAnnouncementService } from './announcements/service.ts'
import { createAnnouncementStore } from './announcements/store.ts'
import { createAuditService } from './audit/service.ts'
import { createAuditStore } from './audit/store.ts'
import type { RegistryConfig } from './config.ts'
import { openDb } from './db.ts'
import { createApprovalService } from './enrolment/approval-service.ts'
import { createEnrolmentService } from './enrolment/service.ts'
import { createInviteService } from './enrolment/invite-service.ts'
import { createInviteStore } from './enrolment/invite-store.ts'
import { createEnrolmentStore } from './enrolment/store.ts'
import { createFederationService } from './federation/service.ts'
import { createFederationStore } from './federation/store.ts'
import { createLogger, type Logger } from './logger.ts'
import { createSiteLimit } from './http/rate-limit.ts'
import { createMemberOverview } from './members/overview.ts'
import { createMemberService } from './members/service.ts'
import { createServiceList } from './members/services.ts'
import { createMemberStore } from './members/store.ts'
import { createReportService } from './reports/service.ts'
import { createReportStore } from './reports/store.ts'
import { readRootKey } from './root-key.ts'
import { newToken, sha256Of } from './secrets.ts'
import { createStatusService } from './status/service.ts'

export interface ContextOverrides {
  readonly now?: () => Date
  readonly log?: Logger
}
export type RegistryContext = Awaited<ReturnType<typeof createRegistryContext>>

/** Builds every long-lived object of the registry, in dependency order, and owns their disposal. */
export async function createRegistryContext(
  config: RegistryConfig,
  overrides: ContextOverrides = {},
) {
  await using stack = new AsyncDisposableStack()
  const now = overrides.now ?? (() => new Date())
  const log = overrides.log ?? createLogger(config)
  const rootKey = await readRootKey(config.keyFile)
  const { db, close } = openDb(config.databaseUrl)
  stack.defer(close)

  const newId = randomUUID
  const memberStore = createMemberStore(db)
  const enrolmentStore = createEnrolmentStore(db)
  const federation = createFederationService({
    store: createFederationStore(db),
    listMembers: (tx) => memberStore.listForDocument(tx),
    rootKey,
    federationId: config.federationId,
    documentLifeDays: config.documentLifeDays,
    now,
  })
  const { publishAfter } = federation
  const countCall = createSiteLimit(config.rateSitePerMin)
  const members = createMemberService({ store: memberStore, publishAfter, countCall, now })
  const enrolments = createEnrolmentService({
    store: enrolmentStore,
    isMember: (tx, siteId) => members.isMember(tx, siteId),
    publicUrl: config.publicUrl,
    rootFingerprint: rootKey.signer.kid,
    newId,
    newToken,
    sha256Of,
    now,
  })
  const admit = members.admit.bind(members)
  const approvals = createApprovalService({ store: enrolmentStore, admit, publishAfter, now })
  const admins = createAdminService({
    store: createAdminStore(db),
    passwords,
    newId,
    newToken,
    sha256Of,
    now,
  })
  const announcements = createAnnouncementService({
    store: createAnnouncementStore(db),
    sign: (payload) => signDocument(payload, JWS_TYPES.announcements, [rootKey.signer]),
    federationId: config.federationId,
    newId,
    now,
  })
  const reportStore = createReportStore(db)
  const reports = createReportService({
    store: reportStore,
    requireActive: members.requireActive,
    countCall,
    listNames: members.listNames,
    now,
  })
  const overview = createMemberOverview({ store: memberStore, latestReports: reports.latest })
  const status = createStatusService({
    requireFederation: federation.requireFederation,
    listSites: overview.list,
    listDays: reportStore.listDays,
    listAnnouncements: announcements.listInForce,
    now,
  })
  const owned = stack.move()
  return {
    config,
    log,
    rootFingerprint: rootKey.signer.kid,
    admins,
    audit: createAuditService({ store: createAuditStore(db) }),
    announcements,
    approvals,
    enrolments,
    federation,
    invites: createInviteService({
      store: createInviteStore(db),
      adminEmails: admins.emails,
      now,
    }),
    members,
    reports,
    status,
    async listOverviews(): Promise<SiteOverviewList> {
      const { version: documentVersion } = await federation.requireFederation()
      return { time: now().toISOString(), documentVersion, members: await overview.list() }
    },
    services: createServiceList({ store: memberStore }),
    /** Throws `not-ready` unless the database answers and is this federation's. */
    async checkReady(): Promise<void> {
      try {
        await federation.check()
      } catch (error) {
        if (error instanceof DomainError) throw error
        throw new DomainError('not-ready', 'the database does not answer', { cause: error })
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
