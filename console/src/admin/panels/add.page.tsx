import type { AddPanel } from '@crosspanel/protocol/panel-admin'
import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../../api/action.ts'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, RadioGroup, TextArea, TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { announce } from '../../ui/status-region.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { EMPTY, type PanelTexts, requestOf } from './panel-form.ts'
import { t } from './words.ts'

/** A panel from files on the node's machine; the building goes on in the background. */
export default function AddPanelPage() {
  const status = createQuery(
    () => 'status',
    () => read(api.status.$get()),
  )
  return (
    <AdminPage title={t().add} crumbs={[{ href: '/admin/panels', label: t().title }]}>
      <View query={status}>{(site) => <Form siteId={site().siteId} />}</View>
    </AdminPage>
  )
}

function Form(props: { siteId: string }) {
  const navigate = useNavigate()
  const [texts, setTexts] = createSignal<PanelTexts>(EMPTY)
  const add = createAction((json: AddPanel) => read(api.panels.$post({ json })))
  const set = <K extends keyof PanelTexts>(name: K, value: PanelTexts[K]) =>
    setTexts((before) => ({ ...before, [name]: value }))

  async function run(event: Event): Promise<void> {
    event.preventDefault()
    if (!(await add.run(requestOf(texts(), props.siteId)))) return
    announce(t().form.begun, { isShown: true })
    navigate('/admin/panels')
  }

  /** A field of one line, bound to its text and its fault. */
  const line = (
    name: 'title' | 'version' | 'populationFile' | 'minSamples' | 'maxSamples' | 'licence',
    more: { hint?: string; required?: boolean; inputmode?: 'numeric' } = {},
  ) => (
    <TextField
      {...more}
      label={t().form[name]}
      value={texts()[name]}
      onInput={(value) => set(name, value)}
      fault={add.faultOf(`#/${name}`)}
    />
  )
  const area = (
    name: 'genotypeFiles' | 'mapFiles' | 'sites' | 'terms',
    hint: string,
    more: { required?: boolean } = {},
  ) => (
    <TextArea
      {...more}
      label={t().form[name]}
      hint={hint}
      value={texts()[name]}
      onInput={(value) => set(name, value)}
      fault={add.faultOf(`#/${name}`)}
    />
  )
  return (
    <form class="flex max-w-2xl flex-col gap-4" onSubmit={(event) => void run(event)}>
      <p class="text-sm">{t().form.lead}</p>
      <TextField
        label={t().form.name}
        hint={t().form.nameHint(props.siteId)}
        required
        autocomplete="off"
        value={texts().name}
        onInput={(value) => set('name', value)}
        fault={add.faultOf('#/panelId')}
      />
      {line('title', { required: true })}
      {line('version', { required: true, hint: t().form.versionHint })}
      <RadioGroup
        label={t().form.build}
        value={texts().build}
        choices={[
          { value: 'GRCh38', label: 'GRCh38 (hg38)' },
          { value: 'GRCh37', label: 'GRCh37 (hg19)' },
        ]}
        onChange={(value) => set('build', value)}
      />
      {area('genotypeFiles', t().form.genotypeHint, { required: true })}
      {area('mapFiles', t().form.mapHint)}
      {line('populationFile', { hint: t().form.populationHint })}
      <RadioGroup
        label={t().form.access}
        value={texts().access}
        choices={[
          { value: 'own', label: t().form.own },
          { value: 'members', label: t().form.members },
          { value: 'some', label: t().form.some },
        ]}
        onChange={(value) => set('access', value)}
      />
      <Show when={texts().access === 'some'}>{area('sites', t().form.sitesHint)}</Show>
      <Checkbox
        label={t().form.sketch}
        hint={t().form.sketchHint}
        isChecked={texts().isSketchPublished}
        onChange={(isChecked) => set('isSketchPublished', isChecked)}
      />
      <div class="grid gap-4 sm:grid-cols-2">
        {line('minSamples', { inputmode: 'numeric' })}
        {line('maxSamples', { inputmode: 'numeric' })}
      </div>
      {line('licence')}
      {area('terms', t().form.termsHint)}
      <Show when={add.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <div>
        <Button type="submit" look="primary" isBusy={add.isBusy()}>
          {t().form.begin}
        </Button>
      </div>
    </form>
  )
}
