import type { FileView } from '@crosspanel/protocol/file'
import { formatPercent } from '../i18n/format.ts'
import type { IconName } from '../ui/icons.tsx'
import { StateMark, type Tone } from '../ui/state-mark.tsx'
import { t } from './words.ts'

/** What a stored file is and whether it is whole. */
export function FileMark(props: { file: FileView }) {
  const mark = (): readonly [Tone, IconName, string] => {
    const { damagedAt, state, kind, receivedBytes, declaredSize } = props.file
    if (damagedAt !== null) return ['bad', 'warning', t().files.damaged]
    if (state === 'receiving') {
      const share = (receivedBytes ?? 0) / Math.max(1, declaredSize ?? 1)
      return ['accent', 'upload', t().files.receiving(formatPercent(share))]
    }
    return kind === 'upload'
      ? ['plain', 'upload', t().files.upload]
      : ['good', 'check', t().files.result]
  }
  return (
    <StateMark tone={mark()[0]} icon={mark()[1]}>
      {mark()[2]}
    </StateMark>
  )
}
