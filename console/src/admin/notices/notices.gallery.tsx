import { type Sight, sight } from '@crosspanel/protocol/sights'
import { ago, type GalleryView } from '../../gallery/view.ts'

const notice = (n: number, changes: object) => ({
  id: `019ac0de-0000-7000-8000-0000000004${String(n).padStart(2, '0')}`,
  severity: 'info',
  text: 'The cluster is serviced on Saturday from 8 to 12.\nJobs wait meanwhile; none is lost.',
  from: ago(60),
  until: null,
  endedAt: null,
  createdAt: ago(60),
  updatedAt: ago(60),
  ...changes,
})

const sights = ([seen, told]: Sight) => ({ seen, told })

const mail = (n: number, changes: object) => ({
  id: `019ac0de-0000-7000-8000-0000000005${String(n).padStart(2, '0')}`,
  kind: 'job-completed',
  address: 'an.address.that.is.very.long.indeed@department.of.genetics.university.example',
  state: 'sent',
  attempts: 1,
  fault: null,
  createdAt: ago(n),
  nextAttemptAt: null,
  ...changes,
})

const template = (kind: string, updatedAt: string | null) => ({
  ...{ kind, updatedAt },
  subject: '{{jobName}} is ready',
  text: 'The results of {{jobName}} can be downloaded until {{expires}}:\n{{link}}',
  html: '<p>The results of <b>{{jobName}}</b> can be downloaded.</p>',
  placeholders: ['jobName', 'expires', 'link', 'siteName'],
})

const templates = [template('job-completed', ago(900)), template('account-invited', null)]
const status = {
  ...{ isConfigured: true, from: 'Crosspanel <crosspanel@lund.example>' },
  ...{ waiting: 12, oldestWaitingS: 640, failed: 3 },
}

const mailAnswers = (mailStatus: object, mails: readonly object[]) => ({
  'GET /api/v1/admin/mail': { body: mailStatus },
  'GET /api/v1/admin/mails': { body: { mails, next: null } },
  'GET /api/v1/admin/mail-templates': { body: { templates } },
})

const noticeAnswers = (maintenance: object, announcements: readonly object[]) => ({
  'GET /api/v1/maintenance': { body: maintenance },
  'GET /api/v1/announcements/all': { body: { announcements } },
})

export const views: readonly GalleryView[] = [
  {
    name: 'admin announcements',
    path: '/admin/notices',
    as: 'site-admin',
    answers: noticeAnswers(
      { isOn: true, message: 'The database moves to another machine.', until: ago(-90) },
      [
        notice(1, {}),
        notice(2, { severity: 'critical', from: ago(-600) }),
        notice(3, { severity: 'warning', endedAt: ago(10) }),
      ],
    ),
  },
  {
    name: 'admin announcements, none',
    path: '/admin/notices',
    as: 'site-admin',
    answers: noticeAnswers({ isOn: false, message: '', until: null }, []),
  },
  {
    name: 'admin mail',
    path: '/admin/mail',
    as: 'site-admin',
    answers: mailAnswers(status, [
      mail(1, {}),
      mail(2, {
        ...{ state: 'failed', attempts: 9, fault: 'EENVELOPE 550' },
        ...sights(sight('delivery.address-refused')),
      }),
      mail(3, { state: 'unconfirmed', fault: 'ETIMEDOUT', ...sights(sight('delivery.late')) }),
      mail(4, { state: 'waiting', nextAttemptAt: ago(-2) }),
    ]),
  },
  {
    name: 'admin mail, off',
    path: '/admin/mail',
    as: 'site-admin',
    answers: mailAnswers(
      { ...status, isConfigured: false, from: null, waiting: 0, oldestWaitingS: null },
      [],
    ),
  },
  {
    name: 'admin mail text',
    path: '/admin/mail/job-completed',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/mail-templates/job-completed': { body: templates[0] } },
  },
]
