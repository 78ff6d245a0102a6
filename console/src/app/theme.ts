import { createSignal } from 'solid-js'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const STORED_AS = 'crosspanel-theme'

function storedTheme(): Theme {
  const stored = localStorage.getItem(STORED_AS)
  return THEMES.find((known) => known === stored) ?? 'system'
}

const [theme, setTheme] = createSignal(storedTheme())
export { theme }

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(STORED_AS, chosen)
  setTheme(chosen)
}
