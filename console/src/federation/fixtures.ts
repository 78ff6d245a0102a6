import type { EnrolmentDetail, InviteView } from '@crosspanel/protocol/registry-api'
import type {
  FederationActivity,
  FederationStatus,
  SiteDay,
  SiteOverview,
  SiteOverviewList,
} from '@crosspanel/protocol/site-overview'
import { ago } from '../gallery/view.ts'

const DAY_MIN = 1440
const FINGERPRINT = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'

const well = ['database', 'migrations', 'worker', 'disk', 'hints', 'engines', 'clock'].map(
  (name) => ({ name, state: 'ok' as const, seen: null }),
)

export function exampleSite(slug: string, changes: Partial<SiteOverview> = {}): SiteOverview {
  return {
    siteId: `site:${slug}`,
    organisation: 'Lund University',
    siteName: 'Lund',
    url: `https://${slug}.example`,
    contact: `ops@${slug}.example`,
    status: 'active',
    reason: null,
    since: ago(60 * DAY_MIN),
    joined: ago(60 * DAY_MIN),
    fingerprint: FINGERPRINT,
    statementSha256: 'a'.repeat(64),
    descriptorSha256: 'b'.repeat(64),
    protocol: { min: 1, max: 1 },
    reach: 'inbound',
    keys: [
      {
        use: 'sign',
        kid: FINGERPRINT,
        notBefore: ago(60 * DAY_MIN),
        notAfter: ago(-700 * DAY_MIN),
      },
      {
        use: 'enc',
        kid: `e${FINGERPRINT.slice(1)}`,
        notBefore: ago(60 * DAY_MIN),
        notAfter: ago(-12 * DAY_MIN),
      },
    ],
    panels: [{ panelId: `site:${slug}/swegen-v1`, name: 'SweGen 1000 genomes', build: 'GRCh38' }],
    report: {
      received: ago(0.4),
      ageS: 24,
      clockOffsetS: 0.2,
      software: { name: 'crosspanel', version: '0.2.0' },
      isReady: true,
      documentVersion: 18,
      checks: well,
    },
    ...changes,
  }
}

const lund = exampleSite('lund')
const { report } = lund
if (report === null) throw new Error('the example reports')

const FAULTS: Readonly<Record<string, string>> = {
  hints: 'Redis is out of reach',
  clock: '42.8 s fast against 5 other clocks',
}

const sites: readonly SiteOverview[] = [
  exampleSite('cape-town', {
    siteName:
      'University of Cape Town, Division of Computational Biology, Faculty of Health Sciences',
    organisation: 'University of Cape Town',
    report: {
      ...report,
      clockOffsetS: 42.75,
      software: { name: 'crosspanel', version: '0.1.9' },
      documentVersion: 15,
      checks: well.map((check) =>
        check.name in FAULTS
          ? { ...check, state: 'degraded', seen: FAULTS[check.name] ?? null }
          : check,
      ),
    },
  }),
  exampleSite('ibadan', {
    siteName: 'Ibadan',
    organisation: 'University of Ibadan',
    report: { ...report, received: ago(333), ageS: 333 * 60 },
  }),
  lund,
  exampleSite('nairobi', {
    siteName: 'Nairobi',
    organisation: 'ILRI',
    ...{ since: ago(4 * DAY_MIN), joined: ago(4 * DAY_MIN), panels: null, report: null },
  }),
  exampleSite('oslo', {
    siteName: 'Oslo',
    organisation: 'University of Oslo',
    panels: [],
    report: {
      ...report,
      isReady: false,
      checks: well.map((check) =>
        check.name === 'disk'
          ? { ...check, state: 'failed', seen: '0.4 GB free, 10.0 GB needed' }
          : check,
      ),
    },
  }),
  exampleSite('uppsala', {
    siteName: 'Uppsala',
    organisation: 'Uppsala University',
    status: 'suspended',
    reason: 'A laptop with the signing key was lost; new keys are on their way.',
    since: ago(2 * DAY_MIN),
    report: { ...report, received: ago(2 * DAY_MIN), ageS: 172_800 },
  }),
]

export const memberList: SiteOverviewList = {
  time: ago(0),
  documentVersion: 18,
  members: [...sites],
}

export const request: EnrolmentDetail = {
  enrolmentId: '019ac0de-0000-7000-8000-00000000e001',
  siteId: 'site:kampala',
  organisation: 'Makerere University',
  siteName: 'Kampala',
  url: 'https://impute.mak.example',
  contact: 'genomics-operations@mak.example',
  fingerprint: FINGERPRINT,
  state: 'pending',
  submitted: ago(95),
  emailDomain: 'mak.example',
  reach: 'outbound-only',
  protocol: { min: 1, max: 1 },
  decided: null,
  reason: null,
}

export const decided: readonly EnrolmentDetail[] = [
  {
    ...request,
    enrolmentId: '019ac0de-0000-7000-8000-00000000e002',
    siteId: 'site:nowhere',
    siteName: 'Nowhere',
    organisation: 'Institute of Nobody Knows What, Department of Things That Have Long Names',
    state: 'rejected',
    decided: ago(2000),
    reason: 'Nobody at the institute knows of it.',
  },
  {
    ...request,
    enrolmentId: '019ac0de-0000-7000-8000-00000000e003',
    siteId: 'site:oslo',
    siteName: 'Oslo',
    organisation: 'University of Oslo',
    state: 'approved',
    decided: ago(9000),
  },
]

export const invites: readonly InviteView[] = (
  ['open', 'used', 'withdrawn', 'expired'] as const
).map((state, index) => ({
  inviteId: `019ac0de-0000-7000-8000-00000000f00${String(index)}`,
  organisation:
    ['Makerere University', 'University of Oslo', 'ILRI', 'Karolinska Institutet'][index] ?? '',
  emailDomain: ['mak.example', 'uio.example', 'ilri.example', 'ki.example'][index] ?? '',
  state,
  created: ago(300 + index * DAY_MIN),
  createdBy: 'admin@federation.example',
  expires: ago(state === 'open' ? -6 * DAY_MIN : index * DAY_MIN),
}))

const dayBefore = (days: number) => ago(days * DAY_MIN).slice(0, 10)

export const activity: FederationActivity = {
  from: dayBefore(30),
  to: dayBefore(1),
  cells: [3, 2, 1].flatMap((days) => [
    {
      day: dayBefore(days),
      panelId: 'site:lund/swegen-v1',
      hostSite: 'site:lund',
      runs: 1234 * days,
      failed: days === 2 ? null : 0,
      medianWaitS: 95,
      samples: 1_234_567,
    },
    {
      day: dayBefore(days),
      panelId: 'site:cape-town/h3africa-v6.1',
      hostSite: 'site:cape-town',
      runs: days === 1 ? null : 12,
      failed: days === 1 ? null : 6,
      medianWaitS: days === 1 ? null : 7_300,
      samples: days === 1 ? null : 9_600,
    },
  ]),
  told: [
    { siteId: 'site:cape-town', siteName: 'University of Cape Town', until: dayBefore(1) },
    { siteId: 'site:ibadan', siteName: 'Ibadan', until: null },
    { siteId: 'site:lund', siteName: 'Lund', until: dayBefore(1) },
  ],
}

const announcement = {
  issuer: 'federation' as const,
  until: null,
  endedAt: null,
  createdAt: ago(60),
  updatedAt: ago(60),
}

export const announcements = [
  {
    ...announcement,
    id: '019ac0de-0000-7000-8000-0000000000a3',
    severity: 'info' as const,
    text: 'The yearly meeting is on 12 May.',
    from: ago(-3 * DAY_MIN),
  },
  {
    ...announcement,
    id: '019ac0de-0000-7000-8000-0000000000a1',
    severity: 'critical' as const,
    text: 'Update every node to 0.2.0 before Friday: older ones are refused from then on.\nWhat to do stands in the release notes.',
    from: ago(60),
  },
  {
    ...announcement,
    id: '019ac0de-0000-7000-8000-0000000000a2',
    severity: 'warning' as const,
    text: 'The registry moves to another machine on Saturday from 8 to 9. Jobs go on.',
    from: ago(9000),
    until: ago(8000),
  },
]

const UNHEARD_DAYS = 4

/** Of a site that has joined and not reported yet. */
const unheard = (): SiteDay[] =>
  Array.from({ length: UNHEARD_DAYS }, (_, index) => ({
    day: dayBefore(UNHEARD_DAYS - 1 - index),
    ...{ heardShare: 0, notReadyShare: 0 },
  }))

/** Ninety days with an outage, a day of which nobody knows, and a bad one. */
function exampleDays(count: number): SiteDay[] {
  return Array.from({ length: count }, (_, index) => {
    const day = dayBefore(count - 1 - index)
    if (index % 29 === 11) return { day, heardShare: null, notReadyShare: null }
    if (index % 31 === 20) return { day, heardShare: 0.1, notReadyShare: 0 }
    if (index % 17 === 5) return { day, heardShare: 0.9, notReadyShare: 0.2 }
    return { day, heardShare: 1, notReadyShare: 0 }
  })
}

export const federationStatus: FederationStatus = {
  federationId: 'fed:h3africa',
  time: ago(0),
  asOf: ago(0),
  document: { version: 18, issued: ago(3000), expires: ago(-16_000), isOpen: true },
  sites: sites.map((site, index) => ({
    siteId: site.siteId,
    siteName: site.siteName,
    organisation: site.organisation,
    status: site.status,
    state: (['degraded', 'silent', 'ok', 'unknown', 'failed', 'silent'] as const)[index] ?? 'ok',
    heard: site.report?.received ?? null,
    panels: site.panels?.length ?? 0,
    days: site.report === null ? unheard() : exampleDays(90),
  })),
  announcements: announcements.slice(1, 2),
}
