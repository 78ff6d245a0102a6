import { type JSX, onMount } from 'solid-js'
import { Command } from './copy-button.tsx'

/** A secret that nobody can show again: it comes into sight, takes focus and is told of. */
export function ShownOnce(props: { title: string; text: JSX.Element; secret: string }) {
  let box: HTMLElement | undefined
  onMount(() => box?.focus())
  return (
    <section
      ref={(element) => (box = element)}
      tabindex="-1"
      role="status"
      class="mb-4 flex flex-col gap-2 rounded-md border-l-4 border-accent bg-raised p-4"
    >
      <p class="font-semibold">{props.title}</p>
      <p class="text-sm">{props.text}</p>
      <Command text={props.secret} />
    </section>
  )
}
