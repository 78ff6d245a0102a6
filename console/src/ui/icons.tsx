/** Paths on a 16 by 16 grid, drawn by ourselves as strokes. */
const PATHS = {
  check: 'M3 8.5l3.2 3.2L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.2L14.5 13.5H1.5zM8 6.3v3.4M8 11.4v.4',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.2v4M8 4.6v.4',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.6V8l2.4 1.8',
  running: 'M13.8 8A5.8 5.8 0 1 1 8 2.2M8 2.2h3.4M8 2.2l2 2.2',
  transfer: 'M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3',
  stop: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.5 8h5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3l8 5-8 5z',
  dot: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L14 14',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  plus: 'M8 3v10M3 8h10',
  person:
    'M8 2.5a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM2.5 14c.6-3 2.8-4.3 5.5-4.3s4.9 1.3 5.5 4.3',
  bell: 'M4 11V7.5a4 4 0 0 1 8 0V11l1.3 1.5H2.7zM6.5 14h3',
  download: 'M8 2v8M4.8 7L8 10.2 11.2 7M3 13.5h10',
  upload: 'M8 10.5V2.5M4.8 5.5L8 2.3l3.2 3.2M3 13.5h10',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
} as const
export type IconName = keyof typeof PATHS

/** Decoration beside a word: hidden from screen readers. */
export function Icon(props: { name: IconName; class?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      class={`inline-block shrink-0 ${props.class ?? ''}`}
    >
      <path d={PATHS[props.name]} />
    </svg>
  )
}
