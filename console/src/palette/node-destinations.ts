import { accountTabs } from '../account/tabs.ts'
import { adminTabs } from '../admin/frame/tabs.ts'
import { t as adminJobs } from '../admin/jobs/words.ts'
import { t as adminPanels } from '../admin/panels/words.ts'
import { api, read } from '../api/client.ts'
import { t as app } from '../app/words.ts'
import { listEntries } from '../help/catalogue.ts'
import { t as help } from '../help/words.ts'
import { nameOf } from '../jobs/job-table.tsx'
import { t as login } from '../login/words.ts'
import { tellSetting } from '../told/settings.ts'
import type { AskedList, Destination, Destinations, DestinationsFor } from './destination.ts'
import { jobIn } from './job-id.ts'

const ADMINISTRATOR = 'site-admin'

/** Where the palette of a node's console leads. */
export function destinationsFor({ role, menu }: DestinationsFor): Destinations {
  const isAdministrator = role === ADMINISTRATOR
  return {
    known: [
      ...menu,
      ...pagesOf(app().nav.account, [
        ...accountTabs(),
        { href: '/device', label: login().device.title },
      ]),
      ...(isAdministrator ? pagesOf(app().nav.admin, adminPages()) : []),
      ...pagesOf(app().nav.help, [
        { href: '/help/errors', label: help().errors.title },
        { href: '/status', label: app().status },
      ]),
      ...listEntries().map(({ code, title }) => ({
        kind: 'error' as const,
        href: `/help/errors/${code}`,
        label: code,
        more: title,
      })),
    ],
    asked: isAdministrator ? [JOBS, PANELS, SITES, SETTINGS] : [JOBS, PANELS, SITES],
    named: jobIn,
  }
}

const adminPages = () => [
  ...adminTabs(),
  { href: '/admin/runs', label: adminJobs().runsTitle },
  { href: '/admin/panels/new', label: adminPanels().add },
]

function pagesOf(
  more: string,
  pages: readonly { readonly href: string; readonly label: string }[],
): readonly Destination[] {
  return pages.map(({ href, label }) => ({ kind: 'page', href, label, more }))
}

/** The newest of one's own; an older one is found by its id. */
const JOBS: AskedList = {
  kind: 'job',
  async read() {
    const { jobs } = await read(api.jobs.$get({ query: { limit: '100' } }))
    return jobs.map((job) => ({
      kind: 'job',
      href: `/jobs/${job.id}`,
      label: nameOf(job),
      more: job.id,
    }))
  },
}

const PANELS: AskedList = {
  kind: 'panel',
  async read() {
    const { panels } = await read(api.panels.$get())
    return panels.map(({ panelId, title }) => ({
      kind: 'panel',
      href: `/panels/${panelId}`,
      label: title,
      more: panelId,
    }))
  },
}

const SITES: AskedList = {
  kind: 'site',
  async read() {
    const { peers } = await read(api.status.$get())
    return peers.map(({ siteId, name }) => ({
      kind: 'site',
      href: `/sites/${siteId}`,
      label: name,
      more: siteId,
    }))
  },
}

const SETTINGS: AskedList = {
  kind: 'setting',
  async read() {
    const { settings } = await read(api.admin.settings.$get())
    return settings.map((setting) => ({
      kind: 'setting',
      href: `/admin/settings?q=${setting.name}`,
      label: setting.name,
      // The page's words may come later than this list.
      get more() {
        return tellSetting(setting).text
      },
      get lang() {
        return tellSetting(setting).lang
      },
    }))
  },
}
