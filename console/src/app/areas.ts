import { adminArea } from '../admin/area.ts'
import { accountArea } from '../account/area.ts'
import { helpArea } from '../help/area.ts'
import { jobsArea } from '../jobs/area.ts'
import { loginArea } from '../login/area.ts'
import { notificationsArea } from '../notifications/area.ts'
import { overviewArea } from '../overview/area.ts'
import { panelsArea } from '../panels/area.ts'
import { resultsArea } from '../results/area.ts'
import { sitesArea } from '../sites/area.ts'
import { statusArea } from '../status/area.ts'
import { wizardArea } from '../wizard/area.ts'
import type { Area } from './area.ts'

/** The parts of a node's console. A new one is a line here. */
export const NODE_AREAS: readonly Area[] = [
  overviewArea,
  jobsArea,
  resultsArea,
  wizardArea,
  adminArea,
  panelsArea,
  sitesArea,
  notificationsArea,
  accountArea,
  helpArea,
  loginArea,
  statusArea,
]
