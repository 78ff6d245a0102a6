import { createNodeClient } from '@crosspanel/node/client'
import { SiteStatus } from '@crosspanel/protocol/status'

/** The status of the site that served this page. Throws with words for people when it cannot be had. */
export async function readStatus(origin: string): Promise<SiteStatus> {
  const answer = await createNodeClient(origin).api.v1.status.$get()
  if (!answer.ok) throw new Error(`the node answered with status ${answer.status}`)
  return SiteStatus.parse(await answer.json())
}
