import type { AccountView } from '@crosspanel/protocol/account'
import type { IconName } from '../../ui/icons.tsx'
import { StateMark, type Tone } from '../../ui/state-mark.tsx'
import { type AccountState, stateOf } from './account-state.ts'
import { t } from './words.ts'

const MARKS: Readonly<Record<AccountState, readonly [Tone, IconName]>> = {
  invited: ['accent', 'clock'],
  active: ['good', 'check'],
  disabled: ['warn', 'lock'],
  leaving: ['bad', 'trash'],
}

export function AccountMark(props: { account: AccountView }) {
  const state = () => stateOf(props.account)
  return (
    <StateMark tone={MARKS[state()][0]} icon={MARKS[state()][1]}>
      {t().states[state()]}
    </StateMark>
  )
}
