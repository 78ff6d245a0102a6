import { NodeStatement, SiteDescriptor } from '@crosspanel/protocol/federation'
import { keyIdOf } from '@crosspanel/protocol/keys'
import type { HeardReport, SiteKeyView, SiteOverview } from '@crosspanel/protocol/site-overview'
import { payloadOf } from '../payload.ts'
import { viewOf } from './service.ts'
import type { DocumentedMember, MemberStore } from './store.ts'

export interface OverviewDeps {
  readonly store: Pick<MemberStore, 'listDocumented'>
  readonly latestReports: () => Promise<ReadonlyMap<string, HeardReport>>
}

/** Every member with what its signed documents and its last report say. */
export function createMemberOverview({ store, latestReports }: OverviewDeps) {
  return {
    async list(): Promise<SiteOverview[]> {
      const [members, reports] = await Promise.all([store.listDocumented(), latestReports()])
      return Promise.all(
        members.map((member) => overviewOf(member, reports.get(member.row.siteId) ?? null)),
      )
    },
  }
}

async function overviewOf(
  { row, statement, descriptor }: DocumentedMember,
  report: HeardReport | null,
): Promise<SiteOverview> {
  const said = NodeStatement.parse(payloadOf(statement))
  const offered = descriptor === null ? undefined : SiteDescriptor.parse(payloadOf(descriptor))
  return {
    ...viewOf(row),
    protocol: said.protocol,
    reach: said.reach,
    keys: await keysOf(said),
    panels:
      offered?.panels.map(({ panelId, title: name, build }) => ({ panelId, name, build })) ?? null,
    report,
  }
}

function keysOf({ signKeys, encryptionKeys }: NodeStatement): Promise<SiteKeyView[]> {
  return Promise.all(
    [...signKeys, ...encryptionKeys].map(async ({ key, notBefore, notAfter }) => {
      const { use } = key
      return { use: use === 'sig' ? 'sign' : use, kid: await keyIdOf(key), notBefore, notAfter }
    }),
  )
}
