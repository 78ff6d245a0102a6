import type { JobDetail, JobEvent } from '@crosspanel/protocol/job'
import { createSignal, For, Show } from 'solid-js'
import { tellCause } from '../told/causes.ts'
import { SaidText } from '../told/said-text.tsx'
import { Button } from '../ui/button.tsx'
import { ExactTime } from '../ui/time.tsx'
import { stateWords } from './state-words.ts'
import { homeSiteOf, timelineOf } from './timeline.ts'
import { t } from './words.ts'

const SHOWN_AT_FIRST = 12

/** The events of both sites, the latest first. Times are those of the site that wrote the line. */
export function Timeline(props: { job: JobDetail }) {
  const [isWhole, setWhole] = createSignal(false)
  const events = () => timelineOf(props.job)
  const shown = () => (isWhole() ? events() : events().slice(0, SHOWN_AT_FIRST))
  return (
    <>
      <ol class="flex flex-col border-l-2 border-line pl-4">
        <For each={shown()}>{(event) => <Line event={event} home={homeSiteOf(props.job)} />}</For>
      </ol>
      <Show when={events().length > shown().length}>
        <Button look="quiet" class="mt-2" onClick={() => setWhole(true)}>
          {t().job.allEvents(events().length)}
        </Button>
      </Show>
    </>
  )
}

function Line(props: { event: JobEvent; home: string | undefined }) {
  return (
    <li class="grid gap-x-4 py-1.5 text-sm sm:grid-cols-[12rem_9rem_1fr]">
      <span class="text-faint">
        <ExactTime at={props.event.at} />
      </span>
      <span>{props.event.site}</span>
      <span>
        <span class="font-medium">{wordsOf(props.event, props.home)}</span>
        <Show when={props.event.cause}>
          <span class="block text-faint">
            <SaidText said={tellCause(props.event)} />
          </span>
        </Show>
      </span>
    </li>
  )
}

/** The host writes states of its run, the home site those of the job; a newer peer may write others. */
function wordsOf({ site, to }: JobEvent, home: string | undefined): string {
  const ofJob = (stateWords().states as Readonly<Record<string, string>>)[to]
  const ofRun = (stateWords().runs as Readonly<Record<string, string>>)[to]
  return (site === home ? (ofJob ?? ofRun) : (ofRun ?? ofJob)) ?? to
}
