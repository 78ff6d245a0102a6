import { ago, type GalleryView } from '../../gallery/view.ts'
import { exampleAccount } from './fixtures.ts'

const account = exampleAccount({ lastLoginAt: ago(600) })
const accounts = [
  account,
  exampleAccount({
    id: '019ac0de-0000-7000-8000-000000000001',
    name: 'Lund Admin',
    email: 'admin@lund.example',
    role: 'site-admin',
  }),
  exampleAccount({
    id: '019ac0de-0000-7000-8000-0000000000c2',
    name: 'Someone With a Name That Is Longer Than Anybody Would Have Thought Possible',
    email: 'an.address.that.is.very.long.indeed@department.of.genetics.university.example',
    isSetUp: false,
    lastLoginAt: null,
  }),
  exampleAccount({
    id: '019ac0de-0000-7000-8000-0000000000c3',
    name: 'Eve',
    email: 'eve@lund.example',
    isDisabled: true,
  }),
  exampleAccount({
    id: '019ac0de-0000-7000-8000-0000000000c4',
    name: 'Mallory',
    email: 'mallory@lund.example',
    isDisabled: true,
    isBeingDeleted: true,
  }),
]

const userAnswers = (one: typeof account, sessions: readonly object[]) => ({
  [`GET /api/v1/accounts/${one.id}`]: { body: one },
  [`GET /api/v1/accounts/${one.id}/sessions`]: { body: { sessions } },
})

const session = {
  id: '019ac0de-0000-7000-8000-0000000000d1',
  kind: 'browser',
  network: '192.0.2.0/24',
  client: 'Firefox, Linux',
  createdAt: ago(600),
  lastUsedAt: ago(3),
  expiresAt: ago(-600),
  isCurrent: false,
}

export const views: readonly GalleryView[] = [
  {
    name: 'admin users',
    path: '/admin/users',
    as: 'site-admin',
    answers: { 'GET /api/v1/accounts': { body: { accounts, next: 'more' } } },
  },
  {
    name: 'admin users, none found',
    path: '/admin/users?q=nobody',
    as: 'site-admin',
    answers: { 'GET /api/v1/accounts': { body: { accounts: [], next: null } } },
  },
  {
    name: 'admin user',
    path: `/admin/users/${account.id}`,
    as: 'site-admin',
    answers: userAnswers(account, [session]),
  },
  {
    name: 'admin user, invited',
    path: '/admin/users/019ac0de-0000-7000-8000-0000000000c2',
    as: 'site-admin',
    answers: userAnswers(accounts[2] ?? account, []),
  },
]
