import type { AccountChanges, AccountDetail } from '@crosspanel/protocol/account'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { formatBytes, formatNumber } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { quotasOf, type QuotaTexts, textsOf } from './account-state.ts'
import { t } from './words.ts'

/** What the account may have; empty fields are what the site's settings say. */
export function QuotaForm(props: { account: AccountDetail; refresh: () => Promise<void> }) {
  const [typed, setTyped] = createSignal<QuotaTexts>(textsOf(props.account.quotas))
  const [isWrong, setWrong] = createSignal(false)
  const save = createChange(
    (json: AccountChanges) =>
      read(api.accounts[':id'].$patch({ param: { id: props.account.id }, json })),
    { said: () => t().saved, refresh: () => props.refresh() },
  )
  function run(event: Event): void {
    event.preventDefault()
    const quotas = quotasOf(typed())
    setWrong(quotas === undefined)
    if (quotas !== undefined) void save.run({ quotas })
  }
  const use = (name: keyof QuotaTexts) => {
    const { used, max } = props.account.quotas[name]
    const format = name === 'storageBytes' ? formatBytes : formatNumber
    return t().inUse(format(used), format(max))
  }
  const field = (name: keyof QuotaTexts) => (
    <TextField
      class="w-44"
      label={t()[name]}
      hint={use(name)}
      inputmode="decimal"
      value={typed()[name]}
      onInput={(value) => setTyped((before) => ({ ...before, [name]: value }))}
    />
  )
  return (
    <form class="flex flex-col gap-3" onSubmit={run}>
      <p class="text-sm text-faint">{t().quotaHint}</p>
      <div class="flex flex-wrap items-end gap-3">
        {field('jobsLive')}
        {field('jobsPerDay')}
        {field('storageBytes')}
        <Button type="submit" isBusy={save.isBusy()}>
          {t().save}
        </Button>
      </div>
      <Show when={isWrong()}>
        <p role="alert" class="text-sm text-bad">
          {t().wrongQuota}
        </p>
      </Show>
      <Show when={save.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
    </form>
  )
}
