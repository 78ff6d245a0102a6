import { For } from 'solid-js'
import { Coded } from '../ui/coded.tsx'
import { Command } from '../ui/copy-button.tsx'
import { Link, PlainLink } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { RECIPES } from './recipes.ts'
import { t } from './words.ts'

/** How to begin, how to prepare files, what an error means, whom to ask. */
export default function HelpPage() {
  return (
    <Page title={t().title}>
      <Section title={t().begin.title}>
        <ol class="flex max-w-prose list-decimal flex-col gap-1 pl-5 text-sm">
          <For each={[t().begin.files, t().begin.panel, t().begin.key, t().begin.results]}>
            {(step) => (
              <li>
                <Coded text={step} />
              </li>
            )}
          </For>
        </ol>
        <p class="mt-2 text-sm">
          <Link href="/new" class="inline-block min-h-6">
            {t().begin.go}
          </Link>
        </p>
      </Section>
      <Section title={t().errors.title}>
        <p class="text-sm">
          <Link href="/help/errors" class="inline-block min-h-6">
            {t().errors.go}
          </Link>
        </p>
      </Section>
      <Section title={t().recipes.title}>
        <p class="mb-3 max-w-prose text-sm text-faint">{t().recipes.text}</p>
        <dl class="flex max-w-3xl flex-col gap-4">
          <For each={RECIPES}>
            {({ name, command }) => (
              <div>
                <dt class="mb-1 text-sm">{t().recipes[name]}</dt>
                <dd>
                  <Command text={command} />
                </dd>
              </div>
            )}
          </For>
        </dl>
      </Section>
      <Section title={t().ask.title}>
        <p class="max-w-prose text-sm">{t().ask.text}</p>
        <ul class="mt-2 flex flex-col gap-1 text-sm">
          <li>
            <Link href="/status" class="inline-block min-h-6">
              {t().ask.status}
            </Link>
          </li>
          <li>
            <PlainLink href="/api/v1/docs" class="inline-block min-h-6">
              {t().ask.api}
            </PlainLink>
          </li>
        </ul>
      </Section>
    </Page>
  )
}
