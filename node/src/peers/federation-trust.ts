import { join } from 'node:path'
import { GeneralJws, SigningJwk } from '@crosspanel/protocol/federation'
import { z } from 'zod'
import { readFileIfThere, replaceFile } from './private-file.ts'

/** What a site was told when it joined, and believes from then on: whose federation this is, and which roots sign for it. */
export const FederationTrust = z.object({
  registryUrl: z.url({ protocol: /^https?$/ }),
  federationId: z.string(),
  rootKeys: z.array(SigningJwk).min(1),
  threshold: z.int().min(1),
  /** The site's own statement, as it was enrolled. */
  statement: GeneralJws,
})
export type FederationTrust = z.infer<typeof FederationTrust>

const FILE = 'federation.json'

/** Undefined while the site has not joined a federation. */
export async function readFederationTrust(dataDir: string): Promise<FederationTrust | undefined> {
  const content = await readFileIfThere(join(dataDir, FILE))
  if (content === undefined) return undefined
  const parsed = FederationTrust.safeParse(JSON.parse(content))
  if (!parsed.success) throw new Error(`${join(dataDir, FILE)}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

export async function writeFederationTrust(dataDir: string, trust: FederationTrust): Promise<void> {
  await replaceFile(join(dataDir, FILE), JSON.stringify(FederationTrust.parse(trust), null, 2))
}
