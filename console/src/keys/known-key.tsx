import { Facts } from '../ui/table.tsx'
import { fingerprintOf } from './key-pair.ts'
import { t } from './words.ts'

/** By what people know a public key. */
export function KnownKey(props: { publicKey: string }) {
  return <Facts facts={[[t().fingerprint, <code>{fingerprintOf(props.publicKey)}</code>]]} />
}
