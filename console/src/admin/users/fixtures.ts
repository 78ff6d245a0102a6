import type { AccountDetail } from '@crosspanel/protocol/account'

/** An account that has been set up and used. */
export function exampleAccount(changes: Partial<AccountDetail> = {}): AccountDetail {
  return {
    id: '019ac0de-0000-7000-8000-0000000000c1',
    email: 'thandiwe@lund.example',
    name: 'Thandiwe Nkosi-van der Merwe',
    role: 'researcher',
    affiliation: 'Division of Human Genetics',
    isSetUp: true,
    isDisabled: false,
    isBeingDeleted: false,
    publicKey: null,
    createdAt: '2026-03-01T08:00:00.000Z',
    lastLoginAt: '2026-11-25T08:00:00.000Z',
    quotas: {
      jobsLive: { max: 100, used: 3, isOwn: false },
      jobsPerDay: { max: 500, used: 12, isOwn: true },
      storageBytes: { max: 1_099_511_627_776, used: 71_234_567_890, isOwn: false },
    },
    ...changes,
  }
}
