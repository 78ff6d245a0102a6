import type { TemplateTexts, TemplateView } from '@crosspanel/protocol/notification-admin'
import { useParams } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { createAction } from '../../api/action.ts'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { kindWords } from '../../notifications/kind-words.ts'
import { t } from './words.ts'

const byKind = (kind: string) => ({ param: { kind: kind as TemplateView['kind'] } })
const template = api.admin['mail-templates'][':kind']

/** The texts of one kind of mail, with a preview before they are saved. */
export default function TemplatePage() {
  const params = useParams<{ kind: string }>()
  const texts = createQuery(
    () => params.kind,
    (kind) => read(template.$get(byKind(kind))),
  )
  const title = () => {
    const kind = texts.data()?.kind
    return kind === undefined ? t().template : kindWords()[kind]
  }
  return (
    <AdminPage title={title()} crumbs={[{ href: '/admin/mail', label: t().title }]}>
      <View query={texts}>{(data) => <Editor template={data()} refresh={texts.refresh} />}</View>
    </AdminPage>
  )
}

function Editor(props: { template: TemplateView; refresh: () => Promise<void> }) {
  const asStored = ({ subject, text, html }: TemplateView): TemplateTexts => ({
    ...{ subject, text, html },
  })
  const [typed, setTyped] = createSignal(asStored(props.template))
  const [seen, setSeen] = createSignal<TemplateTexts>()
  const [isResetting, setResetting] = createSignal(false)
  const kind = () => byKind(props.template.kind)
  const after = {
    refresh: async () => {
      await props.refresh()
      setTyped(asStored(props.template))
    },
  }
  const save = createChange((json: TemplateTexts) => read(template.$put({ ...kind(), json })), {
    ...after,
    said: () => t().saved,
  })
  const reset = createChange(() => done(template.$delete(kind())), {
    ...after,
    said: () => t().wasReset,
  })
  const preview = createAction(async (json: TemplateTexts) =>
    setSeen(await read(template.preview.$post({ ...kind(), json }))),
  )
  const set = (name: keyof TemplateTexts, value: string) =>
    setTyped((before) => ({ ...before, [name]: value }))
  const faultOf = (name: keyof TemplateTexts) =>
    save.faultOf(`#/${name}`) ?? preview.faultOf(`#/${name}`)
  return (
    <>
      <form
        class="mb-6 flex max-w-3xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save.run(typed())
        }}
      >
        <p class="text-sm">
          {t().placeholders}{' '}
          <For each={props.template.placeholders}>
            {(name) => <code class="mr-2 inline-block text-xs">{`{{${name}}}`}</code>}
          </For>
        </p>
        <TextField
          label={t().subject}
          required
          value={typed().subject}
          onInput={(value) => set('subject', value)}
          fault={faultOf('subject')}
        />
        <TextArea
          label={t().text}
          required
          rows={10}
          value={typed().text}
          onInput={(value) => set('text', value)}
          fault={faultOf('text')}
        />
        <TextArea
          label={t().html}
          required
          rows={10}
          value={typed().html}
          onInput={(value) => set('html', value)}
          fault={faultOf('html')}
        />
        <Show when={save.failure() ?? preview.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <div class="flex flex-wrap gap-2">
          <Button type="submit" look="primary" isBusy={save.isBusy()}>
            {t().save}
          </Button>
          <Button isBusy={preview.isBusy()} onClick={() => void preview.run(typed())}>
            {t().preview}
          </Button>
          <Show when={props.template.updatedAt !== null}>
            <Button look="danger" onClick={() => setResetting(true)}>
              {t().reset}
            </Button>
          </Show>
        </div>
      </form>
      <Show when={seen()}>{(shown) => <Preview texts={shown()} />}</Show>
      <ConfirmDialog
        title={t().reset}
        isOpen={isResetting()}
        onClose={() => setResetting(false)}
        verb={t().reset}
        isDangerous
        action={reset}
        argument={undefined}
      >
        <p>{t().resetText}</p>
      </ConfirmDialog>
    </>
  )
}

/**
 * Both halves of the mail, as a program for mail shows the one that it can. The HTML stands in a
 * document of its own that runs nothing and leads nowhere; its paper is white in every theme, as in most of those programs.
 */
function Preview(props: { texts: TemplateTexts }) {
  return (
    <Section title={t().previewTitle}>
      <div class="flex max-w-3xl flex-col gap-4 rounded-md border border-line bg-raised p-4 text-sm">
        <p class="font-semibold">{props.texts.subject}</p>
        <h3 class="text-faint">{t().text}</h3>
        <p class="whitespace-pre-wrap">{props.texts.text}</p>
        <h3 class="text-faint">{t().html}</h3>
        <iframe
          class="h-72 w-full resize-y rounded-md border border-line bg-white scheme-light"
          title={t().html}
          sandbox=""
          srcdoc={props.texts.html}
        />
      </div>
    </Section>
  )
}
