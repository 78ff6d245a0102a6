import type { PanelTaskView } from '@crosspanel/protocol/panel-admin'
import type { Problem, ProblemDetail } from '@crosspanel/protocol/problem'
import { For, Show } from 'solid-js'
import { withColon } from '../../i18n/format.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellStep } from '../../told/steps.ts'
import { ProblemBox } from '../../ui/problem-box.tsx'
import { problemDetail, problemFault, problemWords } from '../../ui/problem-words.ts'
import { Progress } from '../../ui/progress.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { Age } from '../../ui/time.tsx'
import { t } from './words.ts'

const MARKS = {
  running: ['accent', 'running'],
  done: ['good', 'check'],
  failed: ['bad', 'warning'],
} as const

/** How far the adding of panels is, and how the latest ended. */
export function Tasks(props: { tasks: readonly PanelTaskView[] }) {
  return (
    <ul class="flex flex-col gap-4">
      <For each={props.tasks}>{(task) => <Task task={task} />}</For>
    </ul>
  )
}

/** Of several faults, the file that has them. */
const fileOf = ({ pointer }: ProblemDetail): string => pointer.replace(/^#\/?/, '')

function Task(props: { task: PanelTaskView }) {
  const state = () => props.task.state
  return (
    <li class="flex flex-col items-start gap-1 text-sm">
      <div class="flex flex-wrap items-center gap-2">
        <span class="font-medium">{props.task.panelId}</span>
        <StateMark tone={MARKS[state()][0]} icon={MARKS[state()][1]}>
          {t().taskStates[state()]}
        </StateMark>
        <span class="text-faint">
          {t().begun} <Age at={props.task.createdAt} />
          <Show when={props.task.endedAt}>
            {(at) => (
              <>
                , {t().ended} <Age at={at()} />
              </>
            )}
          </Show>
        </span>
      </div>
      <Show when={state() === 'running'}>
        <Progress
          label={t().taskOf(props.task.panelId)}
          done={props.task.done}
          total={props.task.total}
          text={`${tellStep(props.task).text}, ${t().steps(props.task.done, props.task.total)}`}
        />
      </Show>
      <Show when={props.task.problem}>{(problem) => <Failure problem={problem()} />}</Show>
    </li>
  )
}

function Failure(props: { problem: Problem }) {
  /** The detail joins the errors in one line; each on its own, with its fix, says more. */
  const seen = () => {
    const said = props.problem.errors === undefined ? problemDetail(props.problem) : undefined
    return said && <SaidText said={said} />
  }
  return (
    <ProblemBox
      title={problemWords(props.problem.code)?.title ?? props.problem.title}
      seen={seen()}
    >
      <ul class="list-disc pl-5 text-sm">
        <For each={props.problem.errors ?? []}>
          {(fault) => (
            <li>
              <Show when={fileOf(fault)}>
                {(file) => (
                  <>
                    <code>{file()}</code>
                    {withColon('')}{' '}
                  </>
                )}
              </Show>
              <SaidText said={problemFault(fault).detail} />
              <Show when={problemFault(fault).fix}>
                {(fix) => (
                  <>
                    . <SaidText said={fix()} />
                  </>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </ProblemBox>
  )
}
